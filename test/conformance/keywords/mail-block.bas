' 3.5: BEGIN MAIL reads header lines up to the blank line; the recipient stands as it is
' effect BEGIN MAIL: null
number = 7
BEGIN MAIL ann@example.com
Subject: Order ${number}
Cc: bob@example.com

It is on its way.

Bye
END MAIL
' expect: BEGIN MAIL {"to":"ann@example.com","subject":"Order 7","cc":"bob@example.com","body":"It is on its way.\n\nBye"}
