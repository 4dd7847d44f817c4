' 3.6 H-28 D-46: the star of an open menu does not carry the line on
' input: something else
HEAR a AS "x", "y", *
TALK "heard " & a
IF a <> "x" {
  TALK "no option"
}
' expect: heard something else
' expect: no option
