' 1.8 H-45: keyword words are fields behind a dot and before a colon
m = {from: "a", to: "b", case: 1, if: 2, end: 3}
TALK m.from & m.to & m.case & m.if & m.end
m.next = 4
TALK m.next
' expect: ab123
' expect: 4
