list = [1]
n = 5
CALL "changer.bas", list, n
TALK list
TALK n
' expect: [1,"added"]
' expect: 5
' section: 3.3
