' 3.11: CHART, QR CODE, PLAY; CARD ... TO puts its result into a variable
' effect CHART: null
' effect CARD: {"url": "c.png"}
' effect QR CODE: null
' effect PLAY: null
rows = [{x: 1}]
picture = CHART "bar", rows
CARD "a beach", "Summer", "modern" TO post
TALK post.url
code = QR CODE "https://example.com"
PLAY "welcome.mp4" WITH OPTIONS "autoplay"
' expect: CHART {"type":"bar","rows":[{"x":1}]}
' expect: CARD {"image":"a beach","text":"Summer","style":"modern"}
' expect: c.png
' expect: QR CODE {"text":"https://example.com"}
' expect: PLAY {"file":"welcome.mp4","options":"autoplay"}
