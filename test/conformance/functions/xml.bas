' B: XML writes fields as elements
TALK XML({order: {id: 7, note: "a < b"}, list: [1, 2]})
' expect: <?xml version="1.0" encoding="UTF-8"?>\n<root><order><id>7</id><note>a &lt; b</note></order><list><item>1</item><item>2</item></list></root>
