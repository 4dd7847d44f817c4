' B: IS_AUTOREPLY reads headers, IS_PERSONAL_EMAIL a domain or an address
TALK IS_AUTOREPLY({"Auto-Submitted": "auto-replied"}), " ", IS_AUTOREPLY({"auto-submitted": "no", Subject: "Hi"}), " ", IS_AUTOREPLY("Subject: x\nPrecedence: bulk"), " ", IS_AUTOREPLY({})
TALK IS_PERSONAL_EMAIL("gmail.com"), " ", IS_PERSONAL_EMAIL("Ann <ann@Hotmail.com>"), " ", IS_PERSONAL_EMAIL("ann@acme.io"), " ", IS_PERSONAL_EMAIL("notgmail.com")
' expect: true false true false
' expect: true true false false
