s = "x"
TRY
  WHILE TRUE
    s = s + s
  WEND
CATCH e
  TALK e.number
  TALK LEN(s)
END TRY
TRY
  t = "${s}${s}"
CATCH e
  TALK e.number
END TRY
' limits: {"maxTextLength": 1000}
' expect: 14
' expect: 512
' expect: 14
' section: 5.4
' covers: L-text
