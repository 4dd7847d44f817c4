' 5.2: a two-letter code or the name of a language gives the code
HEAR a AS LANGUAGE
HEAR b AS LANG
HEAR c AS LANGUAGE
HEAR d AS LANGUAGE
TALK a, " ", b, " ", c, " ", d
' input: Klingon
' input: xx
' input: PT
' input: Português
' input: english
' input: Deutsch
' expect: pt pt en de
