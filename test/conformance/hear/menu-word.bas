' 3.6: AS MENU with options, and a number outside the menu is refused
HEAR drink AS MENU "Tea", "Coffee", "Water"
TALK drink
' input: 4
' input: 0
' input: cof
' expect: Coffee
