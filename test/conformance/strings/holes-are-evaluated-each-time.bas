' 1.5: a hole is evaluated each time its text is
n = 1
GOSUB show
n = 2
GOSUB show
EXIT
show:
TALK "n=${n} ${IIF(n = 1, "first", "later")}"
RETURN
' expect: n=1 first
' expect: n=2 later
