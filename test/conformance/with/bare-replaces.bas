r = {old: 1, keep: "k"}
WITH r
  copied = r.keep
END WITH
TALK r.old IS NULL
TALK r.copied
' expect: true
' expect: k
' section: 3.4
