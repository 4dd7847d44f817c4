' 2.6: ?? gives the right side only for NULL; ?. stops at NULL
zero = 0
blank = ""
TALK zero ?? 5
TALK blank ?? "d", "|"
TALK missing ?? "default"
TALK missing?.field ?? "none"
list = NULL
TALK list?.[0] ?? "no list"
' expect: 0
' expect: |
' expect: default
' expect: none
' expect: no list
