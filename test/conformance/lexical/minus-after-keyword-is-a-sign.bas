' 1.3 rule 4: a sign directly behind a keyword is no open operator
x = 4
TALK -x
TALK +x
' expect: -4
' expect: 4
