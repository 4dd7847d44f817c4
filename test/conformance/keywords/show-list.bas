' 3.7: SHOW LIST takes a list and, behind a comma, an object of options
' effect SHOW LIST: null
SHOW LIST ["tea", "coffee"]
options = {empty: "-"}
orders = [{number: 17, sum: 9.5}, {number: 18, sum: 12}]
SHOW LIST orders, {title: "Your orders", as: "table"}
SHOW LIST SPLIT("1;2", ";"), options
' expect: SHOW LIST {"rows":["tea","coffee"]}
' expect: SHOW LIST {"rows":[{"number":17,"sum":9.5},{"number":18,"sum":12}],"options":{"title":"Your orders","as":"table"}}
' expect: SHOW LIST {"rows":["1","2"],"options":{"empty":"-"}}
