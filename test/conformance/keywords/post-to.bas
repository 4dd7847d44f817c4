' H-24: POST TO has operands side by side; the first ends where no operator follows
' effect POST TO: null
d = "2025-06-10"
img = "a.png"
t = "Sale"
POST TO INSTAGRAM img, t
POST TO INSTAGRAM AT d + " 10:00" img, t
POST TO "facebook,linkedin" "Good morning"
POST TO INSTAGRAM "user", "secret", img, t
' expect: POST TO {"network":"INSTAGRAM","content":["a.png","Sale"]}
' expect: POST TO {"network":"INSTAGRAM","when":"2025-06-10 10:00","content":["a.png","Sale"]}
' expect: POST TO {"network":"facebook,linkedin","content":["Good morning"]}
' expect: POST TO {"network":"INSTAGRAM","content":["user","secret","a.png","Sale"]}
