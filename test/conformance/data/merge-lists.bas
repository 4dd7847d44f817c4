' 3.9: MERGE of two lists is both in one
' data
' expect: 1, 2, 3
a = ["1", "2"]
b = ["3"]
both = MERGE a, b
TALK both
