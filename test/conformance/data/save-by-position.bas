' 3.9: values whose names match no column go in by position
' data
' table scores: [{"id": 1, "player": "Ann", "points": 3}]
' expect: Bob 9
who = "Bob"
count = 9
SAVE "scores", who, count
r = FIND "scores" WHERE player = who
TALK r.player + " " + r.points
