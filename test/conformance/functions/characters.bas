' B: ASC, CHR, SPACE, STRING, REPEAT and REVERSE
TALK ASC("A"), " ", ASC("é"), " ", ASC(""), " ", CHR(66), CHR(128512)
TALK "[", SPACE(3), "] ", STRING(3, "*"), " ", STRING(2, 65), " ", STRING(2, "xyz"), " ", REPEAT("ab", 2), " [", REPEAT("ab", -1), "]"
TALK REVERSE("stop😀"), " ", REVERSE([1, 2, 3])
' expect: 65 233 0 B😀
' expect: [   ] *** AA xx abab []
' expect: 😀pots [3,2,1]
