' 3.6: HEAR v1, v2 asks for one after the other
HEAR street, town
TALK town, ": ", street
' input: 5 High Street
' input: Leeds
' expect: Leeds: 5 High Street
