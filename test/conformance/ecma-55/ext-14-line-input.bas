' 7.2, extension 14: statements that Minimal BASIC lacks
' input: ONE, "TWO"; THREE
' expect print:
' expect print: ONE, "TWO"; THREE
10 LINE INPUT L$
20 PRINT L$
30 END
