' 2.4: + makes a new object, also where one side is NULL
profile = {name: "Ana"}
draft += profile
draft.name = "Bo"
other = profile + NULL
other.name = "Cy"
TALK profile.name, " ", draft.name, " ", other.name
' expect: Ana Bo Cy
