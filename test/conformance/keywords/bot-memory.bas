' 3.8: SET BOT MEMORY with AS; GET BOT MEMORY in parentheses is a part of a sum
SET BOT MEMORY "token" AS "t-1"
TALK "Bearer " + GET BOT MEMORY("token")
' expect: Bearer t-1
