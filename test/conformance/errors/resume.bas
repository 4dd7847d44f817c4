' RESUME tries the statement again, RESUME NEXT goes on behind it, RESUME label elsewhere. The handler is armed again.
ON ERROR GOTO trap
way = "again"
tries = 0
TALK "value ", risky()
way = "next"
FOR i = 1 TO 3
  x = "kept"
  x = risky()
  TALK i, " ", x, " ", ERR
NEXT
FOR EACH word IN ["a", "b"]
  IF word = "b" THEN
    THROW "inside ${word}"
    TALK "behind ", word
  END IF
NEXT
way = "label"
TALK "not said ", risky()
TALK "not reached"
done:
TALK "at the label"
ON ERROR GOTO 0
END
trap:
FOR k = 1 TO 2
  list = [k, "handler"]
NEXT
IF way = "again" THEN
  tries = tries + 1
  TALK "try ", tries
  RESUME
END IF
IF way = "label" THEN RESUME done
TALK ERROR MESSAGE
RESUME NEXT
FUNCTION risky()
  IF way = "again" AND tries = 2 THEN RETURN "found"
  THROW {number: 77, message: "fails ${way}"}
END FUNCTION
' expect: try 1
' expect: try 2
' expect: value found
' expect: fails next
' expect: 1 kept 77
' expect: fails next
' expect: 2 kept 77
' expect: fails next
' expect: 3 kept 77
' expect: inside b
' expect: behind b
' expect: at the label
' section: 5.6
