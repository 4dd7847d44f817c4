' B: TRIM, LTRIM and RTRIM
s = "  pad  "
TALK "[", TRIM(s), "][", LTRIM(s), "][", RTRIM(s), "][", TRIM(NULL), "]"
' expect: [pad][pad  ][  pad][]
