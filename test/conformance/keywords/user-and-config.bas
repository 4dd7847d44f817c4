' 3.8: SET USER, SET CONFIG and GET ENV; the person’s address and program
' effect SET USER: null
' effect SET CONFIG: null
' effect GET ENV: "eu"
' effect GET CLIENT IP: "192.0.2.1"
' effect GET USER AGENT: "Firefox"
SET USER "u-7"
SET CONFIG "tone" TO "warm"
TALK GET ENV "REGION"
TALK GET_CLIENT_IP() & " " & GET_USER_AGENT()
' expect: SET USER {"id":"u-7"}
' expect: SET CONFIG {"key":"tone","value":"warm"}
' expect: GET ENV {"name":"REGION"}
' expect: eu
' expect: GET CLIENT IP {}
' expect: GET USER AGENT {}
' expect: 192.0.2.1 Firefox
