' 5.2: RETRIES counts the wrong answers; 0 and 1 ask once
HEAR n AS INTEGER RETRIES 0
HEAR m AS MONEY RETRIES 1
HEAR w AS EMAIL RETRIES 2
TALK "[", n, "][", m, "][", w, "] ", n IS NULL, " ", w IS NULL
' input: a
' input: b
' input: c
' input: d
' expect: [][][] true false
