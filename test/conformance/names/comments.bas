REM a comment
' another
TALK "a" ' trailing
// slashes
# hash
x = 5 ' note
TALK x
TALK 'quoted'
TALK "it's"
' expect: a
' expect: 5
' expect: quoted
' expect: it's
' section: 1.2
