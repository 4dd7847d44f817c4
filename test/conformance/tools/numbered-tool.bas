' 4.3: file.n runs the n-th tool of the file up to its own RETURN
gone = CALL "bookings.2", "7"
TALK gone
late = CALL "bookings.2", 0
TALK late
all = CALL "bookings.3"
TALK all
' expect: booking 7 is gone
' expect: no such booking
' expect: [1,2]
