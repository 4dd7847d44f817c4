' 2.1: the names of the types, TYPENAME alike
TALK TYPEOF(NULL), " ", TYPEOF(TRUE), " ", TYPEOF(3), " ", TYPEOF(3.5), " ", TYPEOF("3"), " ", TYPEOF(NOW()), " ", TYPEOF([]), " ", TYPEOF({}), " ", TYPENAME(4.0)
' expect: null boolean integer double string date array object integer
