' 1.6: a trailing comma in a list; a bare name in an object; a computed key
city = "Faro"
field = "zip"
o = { city, [field]: "8000", "country": "PT" }
l = [1, 2, 3,]
TALK UBOUND(l) & " " & o.city & " " & o.zip & " " & o.country
' expect: 3 Faro 8000 PT
