' B: CSV writes rows with a header, PARSE_CSV reads them with types
text = CSV([{name: "Ann, B", n: 1}, {name: "Cy", n: 2}])
TALK text
rows = PARSE_CSV(text)
TALK rows[0].name, " ", rows[1].n + 1, " ", COUNT(rows)
TALK PARSE_CSV("a;b\n1;x")[0].b
' expect: name,n\n"Ann, B",1\nCy,2
' expect: Ann, B 3 2
' expect: x
