' 2.7, A.1: date-format mdy reads an ambiguous answer month first
HEAR due AS DATE
TALK due
HEAR clear AS DATE
TALK clear
' world: {"dayFirst": false}
' input: 3/4/2025
' input: 25/12/2025
' expect: 2025-03-04
' expect: 2025-12-25
