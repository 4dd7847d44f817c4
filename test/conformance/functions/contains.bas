' B: CONTAINS looks in a text or a list
tags = ["new", "vip", 5]
TALK CONTAINS(tags, "vip"), " ", CONTAINS(tags, "VIP"), " ", CONTAINS(tags, 5), " ", CONTAINS("invoice.pdf", ".pdf"), " ", CONTAINS(NULL, "x")
' expect: true false true true false
