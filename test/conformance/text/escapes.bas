TALK "a\tb"
TALK "line1\nline2"
TALK "q: \"x\""
TALK "doubled ""quote"""
TALK "C:\dir"
TALK "\u0041"
TALK 'single'
TALK 'it''s'
' expect: a	b
' expect: line1\nline2
' expect: q: "x"
' expect: doubled "quote"
' expect: C:\dir
' expect: A
' expect: single
' expect: it's
' section: 1.5
