' 5.4: a text longer than 10 MB is error 14, whichever function would make it
SUB try_one(name)
  TALK name, " ", ERR
  CLEAR ERROR
END SUB
ON ERROR RESUME NEXT
x = REPEAT("abc", 5000000)
try_one "repeat"
x = STRING(20000000, "x")
try_one "string"
x = SPACE(11000000)
try_one "space"
x = REPLACE(REPEAT("a", 100000), "a", REPEAT("b", 1000))
try_one "replace"
x = JOIN(RANGE(1, 10), REPEAT("-", 2000000))
try_one "join"
x = RANDOM_STRING(12000000)
try_one "random"
' expect: repeat 14
' expect: string 14
' expect: space 14
' expect: replace 14
' expect: join 14
' expect: random 14
