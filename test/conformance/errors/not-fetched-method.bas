a = [1]
a.explode()
' expect error: 438 line 2
' section: 5.6
