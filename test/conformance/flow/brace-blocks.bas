' 3.2 H-40: a brace at the end of an IF or ELSE line opens a block
level = 3
if level > 2 {
  talk "above"
} else if level = 2 {
  talk "at"
} else {
  talk "below"
}
if (level = 3) {
  talk "three"
}
' expect: above
' expect: three
