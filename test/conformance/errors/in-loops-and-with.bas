FOR EACH v IN [1, 0, 2]
  TRY
    IF v = 0 THEN THROW "zero"
    WITH r
      value = 10 / v
    END WITH
    TALK r.value
  CATCH err1
    TALK err1.message
    CONTINUE FOR
  END TRY
  TALK "done " & v
NEXT
' expect: 10
' expect: done 1
' expect: zero
' expect: 5
' expect: done 2
' section: 5.6
