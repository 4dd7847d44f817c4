' 3.2: RETURN ends the script with a value
total = 41
RETURN total + 1
TALK "never"
' expect result: 42
