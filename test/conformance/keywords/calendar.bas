' H-3: BOOK, BOOK_MEETING and CHECK_AVAILABILITY; BOOK before a variable called meeting
' effect BOOK MEETING: null
' effect BOOK: "b-1"
' effect CHECK AVAILABILITY: ["10:00", "11:00"]
meeting = {title: "Planning"}
BOOK_MEETING meeting, ["ann@example.com"]
id = BOOK "Visit", "A flat", "2025-06-10 10:00", 30, "Main Street 1"
BOOK meeting.title, "2025-06-10"
free = CHECK_AVAILABILITY "2025-06-10", 30
TALK id & " " & COUNT(free)
' expect: BOOK MEETING {"meeting":{"title":"Planning"},"mails":["ann@example.com"]}
' expect: BOOK {"title":"Visit","description":"A flat","when":"2025-06-10 10:00","minutes":30,"place":"Main Street 1"}
' expect: BOOK {"title":"Planning","when":"2025-06-10"}
' expect: CHECK AVAILABILITY {"date":"2025-06-10","minutes":30}
' expect: b-1 2
