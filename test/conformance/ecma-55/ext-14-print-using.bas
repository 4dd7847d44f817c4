' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print:   3.50 EUR
' expect print:  $1,234.00
10 PRINT USING "###.## EUR";3.5
20 PRINT USING "$$#,###.##";1234
30 END
