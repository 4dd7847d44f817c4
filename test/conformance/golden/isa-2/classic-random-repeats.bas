' 7.2, 7.3, 7.5.9: RANDOMIZE n gives a repeatable sequence; RND(0) the last number again
OPTION CLASSIC
RANDOMIZE 7
a = RND: again = RND(0): b = RND
RANDOMIZE 7
PRINT a = again; a = RND; b = RND; a = b
PRINT (a >= 0) AND (a < 1)
