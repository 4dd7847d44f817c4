subject = "Hi"
price = 5
WITH r
  subject = subject
  total = price * 2
  from = "a@b.c"
  inner = {x: 1}
END WITH
TALK r.subject
TALK r.total
TALK r.from
TALK r.inner.x
TALK subject
TALK r
' expect: Hi
' expect: 10
' expect: a@b.c
' expect: 1
' expect: Hi
' expect: {"subject":"Hi","total":10,"from":"a@b.c","inner":{"x":1}}
' section: 3.4
