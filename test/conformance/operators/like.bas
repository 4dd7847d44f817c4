' 2.6: LIKE has four wildcards, ignores case, and without one is equality
TALK "Anna" LIKE "an*"
TALK "Anna" LIKE "A__a"
TALK "Anna" LIKE "%nn%"
TALK "Anna" LIKE "a?na"
TALK "Anna" LIKE "nn"
TALK "Anna" NOT LIKE "b*"
' expect: true
' expect: true
' expect: true
' expect: true
' expect: false
' expect: true
