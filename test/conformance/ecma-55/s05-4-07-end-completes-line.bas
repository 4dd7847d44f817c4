' 7.5.2, ECMA-55 5.4.7: reaching END ends the run, with the open line completed
' expect print: OPEN LINE
10 PRINT "OPEN ";
20 PRINT "LINE";
30 END
