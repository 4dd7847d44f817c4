' 1.9 R6: REMEMBER takes a comma or =, and ends the key before the =
' effect REMEMBER: null
' effect RECALL: "red"
order = {id: 7}
REMEMBER "order-" + order.id = "open" = "open"
REMEMBER "colour", "red"
REMEMBER "code", 12, "2 hours"
TALK RECALL "colour"
' expect: REMEMBER {"key":"order-7","value":true}
' expect: REMEMBER {"key":"colour","value":"red"}
' expect: REMEMBER {"key":"code","value":12,"duration":"2 hours"}
' expect: RECALL {"key":"colour"}
' expect: red
