' 7.2: WRITE puts commas between and quotes around texts
' expect print: "Ann",5,-1.5
OPTION CLASSIC
WRITE "Ann", 5, -1.5
