' 6 H-31: DELETE of a text with an extension is a file, of two operands rows of a table
' effect DELETE: null
' data
' table stock: [{"id":1,"part":"nut"},{"id":2,"part":"bolt"}]
n = DELETE "stock", "part=nut"
TALK n & " " & COUNT(FIND("stock"))
' expect: 1 1
