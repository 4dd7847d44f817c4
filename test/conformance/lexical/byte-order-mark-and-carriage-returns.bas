' 1.1: lines may end in CR LF; letters outside ASCII stand in names
preço = 12
Größe = 3
TALK preço * größe
' expect: 36
