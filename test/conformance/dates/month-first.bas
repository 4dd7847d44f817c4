' A.1: date-format mdy reads the month first where it can
TALK CDATE("3/4/2025"), " ", CDATE("25/12/2025"), " ", MONTH("7/1/2025"), " ", CDATE("2025-04-03") = "4/3/2025"
' world: {"dayFirst": false}
' expect: 2025-03-04 2025-12-25 7 true
