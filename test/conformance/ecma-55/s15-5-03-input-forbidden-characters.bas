' 7.5.6, ECMA-55 15.5.3: misplaced quotes and forbidden characters are asked for again
' input: AB?CD
' input: K*L
' input: AB;CD
' input: K-L
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print: ? 
' expect print: K-L
10 INPUT W$
20 PRINT W$
30 END
