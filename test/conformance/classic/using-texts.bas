' 7.2: PRINT USING with ! for a letter, two backslashes for a width and & for the whole text
' expect print: M.
' expect print: Marg|
' expect print: <Margaret> is 42
OPTION CLASSIC
who$ = "Margaret"
PRINT USING "!."; who$
PRINT USING "\  \|"; who$
PRINT USING "<&> is ##"; who$; 42
