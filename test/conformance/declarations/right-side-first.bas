' 2.6: an assignment evaluates its right side first, then the indexes of its target
order = ""
FUNCTION at(name, v)
  order = order & name
  RETURN v
END FUNCTION
list = [0, 0]
list[at("index", 1)] = at("value ", 7)
TALK order & " " & list[1]
' expect: value index 7
