' 5.2: yes and no in the words of the table, in several languages
FOR i = 1 TO 8
  HEAR answer AS BOOLEAN
  said = said & IIF(answer, "y", "n")
NEXT
TALK said
' input: Sim
' input: JA
' input: yeah
' input: agree
' input: não
' input: nope
' input: maybe
' input: declined
' input: 0
' expect: yyyynnnn
