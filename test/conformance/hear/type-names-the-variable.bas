' 3.6: HEAR AS TYPE alone fills a variable named like the type
HEAR AS EMAIL
TALK email
HEAR AS INTEGER
TALK integer + 1
' input: x@y.org
' input: 41
' expect: x@y.org
' expect: 42
