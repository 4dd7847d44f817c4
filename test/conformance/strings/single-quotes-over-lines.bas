' 1.5: a line inside brackets may begin with a text in single quotes; a comment there has no second quote that fits
' expect: ["draft","it's sent","paid"]
' expect: {"open":"offen","closed":"zu"}
' expect: 3
states = [
  'draft', ' where each begins
  ' 'sent' stands below
  'it''s sent',
  ' the customers' own word
  'paid'
]
TALK TOJSON(states)
german = {
  'open': 'offen',
  ' don't add more here
  'closed': 'zu'
}
TALK TOJSON(german)
TALK UBOUND([
  'a', 'b',
  'c'])
IF UBOUND(states) = 3 {
  ' 'braces': hold statements as well
  german = {}
}
