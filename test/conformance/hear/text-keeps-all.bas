' 5.2: TEXT takes anything, even an empty answer, trimmed
HEAR a
HEAR b AS STRING
HEAR c AS ANY
TALK "[", a, "][", b, "][", c, "] ", TYPEOF(b)
' input:   spaced out  
' input: 
' input: 42
' expect: [spaced out][][42] string
