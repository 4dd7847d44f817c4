' 3.3 H-47: procedures may stand behind the code that calls them; control steps over them
act "b"
TALK "end"
SUB act(name)
  IF name = "a" THEN first_act
  IF name = "b" THEN second_act
END SUB
SUB first_act
  TALK "first"
END SUB
SUB second_act
  TALK "second"
END SUB
TALK "behind the procedures"
' expect: second
' expect: end
' expect: behind the procedures
