' 5.1: HEAR inside GOSUB inside SELECT CASE
kind = "b"
SELECT CASE kind
  CASE "a"
    TALK "never"
  CASE "b"
    GOSUB question
    TALK "after ", reply
END SELECT
END
question:
HEAR reply
RETURN
' input: ok
' expect: after ok
