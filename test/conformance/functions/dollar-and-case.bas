' B: names ignore case and may end in a dollar sign
TALK mid$("abc", 2, 1), Ucase$("x"), " ", str$(5), " ", Trim$(" t "), chr$(33)
' expect: bX 5 t!
