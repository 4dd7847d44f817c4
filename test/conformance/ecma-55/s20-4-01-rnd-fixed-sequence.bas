' 7.5.9, ECMA-55 20.4.1: without RANDOMIZE every run draws the same numbers
' expect print:  .4525865  .43019949  .72398547 
10 PRINT RND;RND;RND
20 END
