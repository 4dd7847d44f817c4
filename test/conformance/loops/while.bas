n = 0
WHILE n < 3
  n = n + 1
  TALK n
WEND
WHILE FALSE
  TALK "never"
END WHILE
i = 10
WHILE i
  i = i - 5
WEND
TALK i
' expect: 1
' expect: 2
' expect: 3
' expect: 0
' section: 3.2
