' 3.9: MAP picks and renames columns
' data
' expect: [{"title":"x","cost":2}]
rows = [{name: "x", price: 2, left: 3}]
m = MAP rows, "name->title, price->cost"
TALK FORMAT m AS JSON
