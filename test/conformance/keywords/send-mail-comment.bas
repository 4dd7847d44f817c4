' 1.5: a quote behind the comma that cannot be a text begins a comment
' effect SEND MAIL: null
to = "ann@example.com"
SEND MAIL to, ' the user's mail
  "Hi", "there"
' expect: SEND MAIL {"to":"ann@example.com","subject":"Hi","body":"there"}
