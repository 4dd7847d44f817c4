' 3.6: another word that the script assigns is a list of options
flavours = ["Vanilla", "Lemon"]
HEAR scoop AS flavours
TALK scoop
' input: lem
' expect: Lemon
