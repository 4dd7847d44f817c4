TRY
  TRY
    THROW "inner"
  CATCH e
    TALK "1 " & e.message
    THROW "from catch"
  END TRY
CATCH e
  TALK "2 " & e.message
END TRY
TRY
  TRY
    THROW {message: "obj", number: 42, extra: [1]}
  CATCH e
    THROW e
  END TRY
CATCH e
  TALK e.message & e.number & e.extra
END TRY
' expect: 1 inner
' expect: 2 from catch
' expect: obj42[1]
' section: 5.6
