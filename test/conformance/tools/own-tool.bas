' 4.3: a tool is also named by the title of its heading; the script's first statements belong to all of them
calls = 0
REM MENU KEYWORD - Show the menu
DESCRIPTION "Shows the menu"
TALK "menu"
CALL "order-a-pizza"
CALL "own-tool.2"

REM PIZZA KEYWORD - Order a pizza!
DESCRIPTION "Orders"
calls = calls + 1
TALK "pizza " & calls
' expect: menu
' expect: pizza 1
' expect: pizza 1
