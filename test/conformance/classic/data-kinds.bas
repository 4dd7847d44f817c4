' 7.5.7: a text variable takes any item as it is written; RESTORE with a label goes back to its line
' expect print: 2.1E3 12 Smith, J.
' expect print: Smith, J./out of town
OPTION CLASSIC
READ code$, count, name$
PRINT code$; count; name$
RESTORE second
READ name$, code$
PRINT name$; "/"; code$
DATA 2.1E3, 12
second:
DATA "Smith, J.", out of town
