' 2.4: two dates cannot be added
a = TODAY()
b = a + a
TALK "never"
' expect error: 13 line 3
