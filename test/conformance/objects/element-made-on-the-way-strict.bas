' 2.9 3.1: a field of an element behind the end makes the element, also in strict mode; reading there is still error 9
' strict
list = [1]
list[1].name = "made"
list[3].name = "further"
TALK JSON(list)
TALK list[9]
' expect: [1,{"name":"made"},null,{"name":"further"}]
' expect error: 9 line 7
