name = "Ann"
BEGIN TALK
  Hello ${name},

    indented
  ' not a comment
  sum: ${1 + 2}
END TALK
' expect: Hello Ann,\n\n  indented\n' not a comment\nsum: 3
' section: 1.5
