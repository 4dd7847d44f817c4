ASSERT 1 = 1, "never"
TRY
  ASSERT 1 = 2, "must be equal"
CATCH e
  TALK e.message
END TRY
TRY
  RAISE "raised"
CATCH e
  TALK e.message
END TRY
THROW "end"
' expect: must be equal
' expect: raised
' expect error: 1000 line 12
' section: 5.6
