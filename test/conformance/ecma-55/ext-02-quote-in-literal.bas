' 7.5.11, extension 2: two quotes inside a literal are one quote
' expect print: A 5" DISK
10 PRINT "A 5"" DISK"
20 END
