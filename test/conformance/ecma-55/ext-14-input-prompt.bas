' 7.2, extension 14: statements that Minimal BASIC lacks
' input: 30
' expect print: YOUR AGE? 
' expect print:  60 
10 INPUT "YOUR AGE";A
20 PRINT 2*A
30 END
