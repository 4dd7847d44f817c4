TALK "from the other"
