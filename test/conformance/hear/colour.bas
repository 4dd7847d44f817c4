' 5.2: a colour by name, short and long hex, or rgb
HEAR a AS COLOR
HEAR b AS COLOUR
HEAR c AS COLOR
HEAR d AS COLOR
TALK a, " ", b, " ", c, " ", d
' input: Orange
' input: #0af
' input: #12zz00
' input: #12ab9f
' input: rgb(1, 256, 0)
' input: rgb(255, 0, 16)
' expect: #FFA500 #00AAFF #12AB9F #FF0010
