' 4.1 3.3: hyphen and underscore are equal in the name of a script
a = CALL "two_words", 1
b = CALL "two-words.bas", 2
TALK a & ", " & b
' expect: called with 1, called with 2
