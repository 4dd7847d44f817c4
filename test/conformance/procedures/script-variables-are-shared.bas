' 3.1: a procedure sees and changes the script's variables, but not its parameters and LOCALs
count = 1
SUB bump(count)
  LOCAL note
  note = "inside"
  count = count + 10
  total = count
END SUB
bump 5
TALK count & " " & total & " [" & note & "]"
' expect: 1 15 []
