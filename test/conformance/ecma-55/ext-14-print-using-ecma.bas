' 7.2, extension 14: statements that Minimal BASIC lacks
' profile: ecma
' expect refused: BAS511 line 5
' expect refused: BAS511 line 6
10 PRINT USING "###.## EUR";3.5
20 PRINT USING "$$#,###.##";1234
30 END
