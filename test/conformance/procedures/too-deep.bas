FUNCTION down(n)
  RETURN down(n + 1)
END FUNCTION
TRY
  down(1)
CATCH e
  TALK e.number
END TRY
SUB one()
  TALK "still works"
END SUB
one()
' expect: 6
' expect: still works
' section: 3.3
' covers: L-procedures
