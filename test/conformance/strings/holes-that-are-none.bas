' 1.5 H-21 H-22: what does not parse as one expression stays; two braces open no hole
amount = 3
TALK "${total of x)}"
TALK "for ${{amount}} now"
TALK "${undefined_name}|"
' expect: ${total of x)}
' expect: for ${{amount}} now
' expect: |
