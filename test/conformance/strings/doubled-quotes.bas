' 1.5: a doubled quote is one quote
TALK "say ""yes"" now"
TALK LEN("""")
' expect: say "yes" now
' expect: 1
