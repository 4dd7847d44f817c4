' 3.6 D-21: an empty answer, - or skip give the default without a check
' input: 
' input: -
' input: skip
HEAR a AS INTEGER DEFAULT 7
HEAR b AS EMAIL DEFAULT "none"
HEAR c WITH "Name?" DEFAULT "Ann"
TALK a & b & c
' expect: Name?
' expect: 7noneAnn
