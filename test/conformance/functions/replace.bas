' B: REPLACE changes every occurrence; an empty needle changes nothing
TALK REPLACE("1-2-3", "-", "+"), " ", REPLACE("aaa", "aa", "b"), " ", REPLACE("x", "", "y"), " ", REPLACE("{name}!", "{name}", "$&")
' expect: 1+2+3 ba x $&!
