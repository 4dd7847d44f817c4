x = 5
TALK x - -3
TALK x + -3
TALK x * -2
TALK -x
TALK +x
TALK 3 - x
TALK 3 * x
TALK 100 / x
TALK x / -2
TALK x MOD -3
