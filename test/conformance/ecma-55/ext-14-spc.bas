' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print: A   B
10 PRINT "A";SPC(3);"B"
20 END
