' H-3: image is a variable where no operand follows, and a keyword where one does
' effect IMAGE: {"url": "p.png"}
' effect VIDEO: null
' effect AUDIO: null
' effect SEE: "a bicycle"
' effect OCR: "SALE"
image = IMAGE "a red bicycle"
TALK image.url
other = GET IMAGE "https://example.com/a.png"
clip = VIDEO "waves"
speech = AUDIO "Ready."
TALK SEE image
TALK OCR image
' expect: IMAGE {"prompt":"a red bicycle"}
' expect: p.png
' expect: IMAGE {"prompt":"https://example.com/a.png"}
' expect: VIDEO {"prompt":"waves"}
' expect: AUDIO {"text":"Ready."}
' expect: SEE {"image":{"url":"p.png"}}
' expect: a bicycle
' expect: OCR {"image":{"url":"p.png"}}
' expect: SALE
