' 3.9: declared types convert what fits and refuse what does not
' data
' expect: 12 true 2025-03-04
' expect: refused
TABLE parts
  id number key
  amount integer
  ready boolean
  due date
END TABLE

SAVE "parts", {id: 1, amount: "12", ready: "yes", due: "04/03/2025"}
p = FIND "parts"
TALK p.amount + " " + p.ready + " " + p.due
TRY
  SAVE "parts", {id: 2, amount: "many"}
CATCH e
  TALK "refused"
END TRY
' covers: D-37 H-50
