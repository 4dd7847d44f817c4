' B: LEFT and RIGHT take the ends of a text, by code points
word = "näive 🚀!"
TALK LEFT(word, 3), "|", RIGHT(word, 2), "|", LEFT(word, 99), "|", RIGHT(word, 0), "|", LEFT$(word, 1), "|", LEFT(word, -1)
' expect: näi|🚀!|näive 🚀!||n|
