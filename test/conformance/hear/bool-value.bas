' 5.2: BOOLEAN stores TRUE or FALSE, and comparing with yes works
HEAR wants AS BOOL
TALK wants, " ", TYPEOF(wants), " ", wants = "yes"
' input: oui
' expect: true boolean true
