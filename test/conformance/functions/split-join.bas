' B: SPLIT and JOIN; JOIN separates by a comma unless told otherwise
parts = SPLIT("red;green;;blue", ";")
TALK UBOUND(parts), " ", parts[2] = "", " ", JOIN(parts), " ", JOIN(parts, " + ")
TALK JSON(SPLIT("a,b")), " ", JSON(SPLIT("abc", "")), " ", JSON(SPLIT("", ","))
' expect: 4 true red,green,,blue red + green +  + blue
' expect: ["a","b"] ["a","b","c"] []
