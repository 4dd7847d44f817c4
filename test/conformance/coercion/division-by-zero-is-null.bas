' 2.4: by default a division by zero is NULL and the script goes on
a = 5 / 0
b = 5 \ 0
c = 5 MOD 0
IF a IS NULL AND b IS NULL AND c IS NULL THEN TALK "nothing"
' expect: nothing
