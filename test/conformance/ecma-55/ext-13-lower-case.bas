' 7.5.11, extension 13: letters may be lower case
' expect print: Mixed Case 5 
10 let n=5
20 Print "Mixed Case";N
30 end
