' 2.4 D-48: a list and a text make a text; two dates an error
t = [1] + "x"
TALK t & " " & TYPEOF(t)
TRY
  z = NOW() + NOW()
CATCH e
  TALK e.number
END TRY
' expect: [1]x string
' expect: 13
