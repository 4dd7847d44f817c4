' Says its word and is over; a second later the conversation ends.
TALK "That is all."
