' 3.11: UPLOAD, DOWNLOAD, SEND FILE
' effect UPLOAD: null
' effect DOWNLOAD: null
' effect SEND FILE: null
' effect SEND FILE TO: null
photo = "photo.jpg"
UPLOAD photo, "claims/" + photo
UPLOAD photo TO "claims"
file = DOWNLOAD "https://example.com/a.pdf", "a.pdf"
SEND FILE "a.pdf", "Our terms"
SEND FILE TO "+4915112345678", "a.pdf"
' expect: UPLOAD {"file":"photo.jpg","path":"claims/photo.jpg"}
' expect: UPLOAD {"file":"photo.jpg","path":"claims"}
' expect: DOWNLOAD {"url":"https://example.com/a.pdf","path":"a.pdf"}
' expect: SEND FILE {"file":"a.pdf","caption":"Our terms"}
' expect: SEND FILE TO {"recipient":"+4915112345678","file":"a.pdf"}
