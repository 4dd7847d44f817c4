SUB greet(first)
  PARAM last AS STRING
  TALK first & " " & last
END SUB
greet("Ann", "Lee")
' expect: Ann Lee
' section: 3.3
