' 3.9, H-36: FILTER over rows is guarded as FIND is
' data
' input: x' OR 'a'='a
' expect: 93
rows = [{name: "Ann"}, {name: "Bob"}]
HEAR who
TRY
  r = FILTER(rows, "name='" + who + "'")
  TALK COUNT(r)
CATCH e
  TALK e.number
END TRY
