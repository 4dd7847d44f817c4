TALK "valued"
RETURN 5
' section: 3.3
