' 5.2: a secret stays sealed in lists, procedures and across another HEAR
SUB check(given, wanted)
  IF given = wanted THEN
    TALK "welcome ", given
  ELSE
    TALK "wrong"
  END IF
END SUB
HEAR first AS SECRET
HEAR second AS PASS
both = [first, second]
HEAR pause
check both[0], both[1]
check both[0], "tr0ub4dor&3"
TALK both
TALK "tr0ub4dor&3" IN both, " ", word_count
word_count = COUNT(both)
TALK word_count, " ", first < second, " ", first IS NULL
' input: tr0ub4dor&3
' input: another one
' input: go on
' expect: wrong
' expect: welcome ••••••••
' expect: ["••••••••","••••••••"]
' expect: true 
' expect: 2 false false
