' B: CSTR, CINT and CLNG half to even, CDBL, CBOOL, CDATE
TALK CSTR(5) + 1, " ", CINT(2.5), " ", CINT(3.5), " ", CLNG(-2.5), " ", CLNG("7.6"), " ", CDBL("2.25") + 1
TALK CBOOL("no"), " ", CBOOL("yes"), " ", CBOOL(0), " ", CBOOL("0"), " ", CBOOL(2)
TALK CDATE("31/01/2025") + 0, " ", TYPEOF(CDATE("2025-01-31"))
' expect: 51 2 4 -2 8 3.25
' expect: false true false false true
' expect: 2025-01-31 date
