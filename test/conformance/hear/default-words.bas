' 3.6: an empty answer, - and skip give the DEFAULT unchecked; other answers are checked
HEAR a AS EMAIL DEFAULT "none"
HEAR b AS DATE DEFAULT NULL
HEAR c AS INTEGER DEFAULT 2 + 3
HEAR d AS INTEGER DEFAULT 9
TALK a, "|", b, "|", c, "|", d
' input: SKIP
' input: -
' input: 
' input: five
' input: 5
' expect: none||5|5
