' 5.6: an error keeps its line on the way through a FINALLY that meets and handles another one
TRY
  TRY
    THROW {number: 70, message: "no paper"}
  FINALLY
    TRY
      report = [1] * 2
    CATCH other
      TALK "inner " & other.number & " in line " & other.line
    END TRY
  END TRY
CATCH e
  TALK e.message & " in line " & e.line & ", " & ERL
END TRY
' expect: inner 13 in line 7
' expect: no paper in line 4, 4
