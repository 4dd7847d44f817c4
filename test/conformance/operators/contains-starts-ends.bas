' 2.6: CONTAINS looks into a text with regard to case, and into a list
TALK "Invoice 7" CONTAINS "voice"
TALK "Invoice 7" CONTAINS "VOICE"
TALK ["a", "b"] CONTAINS "b"
TALK "report.pdf" ENDS WITH ".pdf"
TALK "report.pdf" STARTS WITH "rep"
TALK "x" NOT CONTAINS "y"
' expect: true
' expect: false
' expect: true
' expect: true
' expect: true
' expect: true
