' 4.3: the plain name of a file of several tools runs the first, with its PARAMs in order
answer = CALL "bookings", "Ann", "Monday"
TALK answer
' A procedure of the file sees the PARAMs of the tool that called it.
answer = CALL "bookings.bas", "Bob", "Friday"
TALK answer
' expect: Ann comes on Monday to the hall
' expect: Bob comes on Friday to the office of Bob
