' 1.2 H-23: a line that begins with # is a comment unless a brace follows
# prices of the day
price = #{ tea: 2, "iced tea": 3 }
TALK price.tea + price["iced tea"]
' expect: 5
