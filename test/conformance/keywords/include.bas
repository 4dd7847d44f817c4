' 3.3: INCLUDE runs the other script at its place, in the same session
TALK "before"
INCLUDE "includes.bas"
TALK "after"
' expect: before
' expect: from the other
' expect: after
