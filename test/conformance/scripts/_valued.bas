TALK "valued"
RETURN 5
