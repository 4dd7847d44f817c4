' 3.6: HEAR AS TYPE names the variable like the type
' input: Ann@Example.com
HEAR AS EMAIL
TALK "mail to " & email
' expect: mail to ann@example.com
