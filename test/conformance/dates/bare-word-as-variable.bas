' 2.7, H-55: a bare word that the script assigns is its variable; with parentheses it stays the function
timer = "egg"
hour = 25
TALK timer, " ", TIMER(), " ", hour, " ", HOUR(NOW)
' expect: egg 37845 25 10
