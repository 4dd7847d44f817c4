' 3.4: the dotted form sets fields of the object that is there; .x reads one
box = {w: 2, h: 3}
WITH box
  .area = .w * .h
  .1 = "first"
END WITH
TALK box.area & " " & box["1"] & " " & box.w
' expect: 6 first 2
