' Annex B: LEN, ASC, INSTR, ABS and INT give numbers whatever they are given
place = INSTR("blue,red", "red")
width = LEN(NULL) + LEN([4, 5]) + LEN({a: 1}) + LEN(-17.5)
first = ASC("") + ASC(42)
size = ABS("-3.5 kg") + INT("-3.5") + ABS(TRUE)
TALK "${place} ${width} ${first} ${size}"
TALK INT(place - 5.5) & " " & INT(0 - width * 0) & " " & ABS(NULL - first)
