HEAR e AS EMAIL
TALK e
HEAR n AS INTEGER
TALK n + 1
HEAR b AS BOOLEAN
TALK b
HEAR who AS NAME
TALK who
HEAR m AS MONEY
TALK m * 2
HEAR d AS DATE
TALK d
HEAR h AS HOUR
TALK h
' input: not mail
' input: Ann@Example.COM
' input: x
' input: 41
' input: yes
' input: ann lee
' input: 1.234,50
' input: 25/12/2025
' input: 9:05
' expect: ann@example.com
' expect: 42
' expect: true
' expect: Ann Lee
' expect: 2469
' expect: 2025-12-25
' expect: 09:05
' section: 5.2
