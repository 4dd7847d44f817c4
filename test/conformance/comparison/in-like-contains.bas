TALK 3 IN (1, 2, 3)
list = ["a", "b"]
TALK "b" IN list
TALK "c" NOT IN list
TALK "k" IN {k: 1}
TALK "Anna" LIKE "an*"
TALK "Anna" LIKE "A__a"
TALK "Anna" LIKE "ann"
TALK "Anna" NOT LIKE "b%"
TALK "hello" CONTAINS "ell"
TALK list CONTAINS "a"
TALK "hello" STARTS WITH "he"
TALK "hello" ENDS WITH "he"
' expect: true
' expect: true
' expect: true
' expect: true
' expect: true
' expect: true
' expect: false
' expect: true
' expect: true
' expect: true
' expect: true
' expect: false
' section: 2.6
