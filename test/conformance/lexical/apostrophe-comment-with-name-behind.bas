' 1.5: a name behind the second apostrophe makes a comment of it, so the comma goes on to the next line
t = JOIN(["a", ' the user's first
  "b"], "-")
TALK t
' expect: a-b
