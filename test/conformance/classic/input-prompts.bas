' 7.2: a semicolon behind the prompt adds a question mark, a comma does not
' input: 38
' input: 42
' expect print: Your age? 
' expect print: Shoe size: 
' expect print:  80 
INPUT "Your age"; age
INPUT "Shoe size: ", shoe
PRINT age + shoe
