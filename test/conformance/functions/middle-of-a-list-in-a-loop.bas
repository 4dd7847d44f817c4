' H-30: MID of a list counts from 0 and gives a list, of a text from 1
days = ["Mon", "Tue", "Wed", "Thu"]
word = "Mo"
FOR n = 0 TO 1
  pair = MID(days, n + 1, 2)
  TALK "${pair} ${LEN(pair)} ${MID(word, n, 1)} ${LEFT(days, n * 3)}"
NEXT
' expect: Tue, Wed 2 M 
' expect: Wed, Thu 2 M Mon
