' 7.5.3, ECMA-55 6.4.4: A string constant is the characters between the quotes
' expect print: REM IS NO REMARK HERE, NOR IS A COLON: IT ENDS NOTHING
10 LET S$="REM IS NO REMARK HERE"
20 PRINT S$;", NOR IS A COLON: IT ENDS NOTHING"
30 END
