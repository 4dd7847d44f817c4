' 7.1: INPUT as the head of a statement makes a program without line numbers classic; PRINT goes to the person
' input: 3
' input: 4, 8
' input: 6
' expect print: How many? 
' expect print: ? 
' expect print: Sum 18 average 6 
' expect print: ? 
INPUT "How many"; n
INPUT a, b
total = a + b + 2 * n
PRINT "Sum"; total; "average"; total / n
INPUT x
