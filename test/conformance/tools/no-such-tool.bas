' 4.3: a number that the file has no tool for is no script
x = CALL "bookings.9"
' expect error: 53 line 2
