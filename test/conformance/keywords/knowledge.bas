' 3.7: USE KB, THINK KB and CLEAR KB
' effect USE KB: null
' effect THINK KB: {"summary": "thirty days"}
' effect CLEAR KB: true
USE KB "manuals"
found = SEARCH KB "return policy"
TALK found.summary
CLEAR KB ALL
' expect: USE KB {"name":"manuals"}
' expect: THINK KB {"query":"return policy"}
' expect: thirty days
' expect: CLEAR KB {}
