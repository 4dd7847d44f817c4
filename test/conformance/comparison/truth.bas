values = [0, 1, "", "no", "false", "0", "null", NULL, [], [0], {}, {a: 1}, TRUE, FALSE, -1]
out = ""
FOR EACH v IN values
  IF v THEN out = out + "1" ELSE out = out + "0"
NEXT
TALK out
' expect: 010100000101101
' section: 2.3
