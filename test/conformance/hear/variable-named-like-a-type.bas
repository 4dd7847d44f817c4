' 3.6: a type word after AS means the type even when a variable of that name exists
email = ["red", "green"]
HEAR x AS EMAIL
TALK x
' input: green
' input: a@b.co
' expect: a@b.co
