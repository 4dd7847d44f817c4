' 5.6: two errors with one text, one passing through the FINALLY that handles the other, keep a line each
TRY
  TRY
    first = [1] * 2
  FINALLY
    TRY
      second = [2] * 3
    CATCH inner
      TALK "inner in line " & inner.line
    END TRY
  END TRY
CATCH outer
  TALK "outer in line " & outer.line & ", " & ERL
END TRY
' expect: inner in line 7
' expect: outer in line 4, 4
