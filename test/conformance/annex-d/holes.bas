' 1.5 D-13: holes with a field, placeholders, holes that do not parse
a = {b: "x"}
TALK "${a.b} ${{a}} ${bad here)}"
' expect: x ${{a}} ${bad here)}
