' 7.2: PRINT USING with places, a point, commas, a sign and dollars
' expect print:   3.14
' expect print: %12,345
' expect print:   $7.50
' expect print:  +5 -5
' expect print: %345
OPTION CLASSIC
PRINT USING "###.##"; 3.14159
PRINT USING "#,###"; 12345
PRINT USING "$$##.##"; 7.5
PRINT USING "+##"; 5; -5
PRINT USING "##"; 345
