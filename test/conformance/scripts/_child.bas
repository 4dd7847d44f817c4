PARAM name AS STRING
PARAM age AS INTEGER
TALK "child " & name & " " & age
TALK "x there: " & x
x = 99
RETURN "child result " & name
' section: 3.3
