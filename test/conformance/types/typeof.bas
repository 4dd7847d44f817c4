' 2.1: names of types
TALK TYPEOF(1), " ", TYPEOF(1.5), " ", TYPEOF(2.0), " ", TYPEOF("1")
TALK TYPEOF(TRUE), " ", TYPEOF(NULL), " ", TYPEOF([]), " ", TYPEOF({})
TALK TYPEOF(NOW()), " ", TYPENAME(TODAY())
' expect: integer double integer string
' expect: boolean null array object
' expect: date date
