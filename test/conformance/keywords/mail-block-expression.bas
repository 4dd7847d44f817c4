' 3.5: the recipient of BEGIN MAIL may be an expression; a hole cannot add a header
' effect BEGIN MAIL: null
customer = {mail: "ann@example.com", note: "hello\nBcc: spy@example.com"}
BEGIN MAIL customer.mail
Subject: ${customer.note}
Only this.
END MAIL
' expect: BEGIN MAIL {"to":"ann@example.com","subject":"hello\nBcc: spy@example.com","body":"Only this."}
