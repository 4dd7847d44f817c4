GOSUB hello
TALK "back"
GOSUB outer
TALK "end"
EXIT
hello:
TALK "hello"
RETURN
outer:
TALK "outer"
GOSUB inner
TALK "outer again"
RETURN
inner:
TALK "inner"
RETURN
' expect: hello
' expect: back
' expect: outer
' expect: inner
' expect: outer again
' expect: end
' section: 7.2
