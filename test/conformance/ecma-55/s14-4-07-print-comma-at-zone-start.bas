' 7.5.5, ECMA-55 14.4.7: A comma goes on to the next zone
' expect print: ABCDEFGHIJKLMNOP                NEXT
10 PRINT "ABCDEFGHIJKLMNOP","NEXT"
20 END
