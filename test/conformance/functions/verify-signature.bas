' B: VERIFY_SIGNATURE compares with the HMAC of the text, in hex, with the name of the digest before it, or in base64
body = "what do ya want for nothing?"
TALK VERIFY_SIGNATURE(body, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "Jefe")
TALK VERIFY_SIGNATURE(body, "sha256=5BDCC146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "Jefe")
TALK VERIFY_SIGNATURE(body, "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=", "Jefe")
TALK VERIFY_SIGNATURE(body, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3844", "Jefe"), " ", VERIFY_SIGNATURE(body, "", "Jefe")
TALK VERIFY_SIGNATURE(body, "750c783e6ab0b503eaa86e310a5db738", "Jefe", "md5")
' expect: true
' expect: true
' expect: true
' expect: false false
' expect: true
