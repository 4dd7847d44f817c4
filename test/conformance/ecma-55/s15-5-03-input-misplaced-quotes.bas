' 7.5.6, ECMA-55 15.5.3: misplaced quotes and forbidden characters are asked for again
' input: AB"CD
' input: "AB
' input: "AB""CD"
' input: "ABCD"
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print: ABCD
10 INPUT W$
20 PRINT W$
30 END
