' 5.2: QRCODE takes a picture; without a service that reads codes it is the picture
HEAR ticket AS QRCODE
TALK ticket.mime_type
' input: 12345
' input files: [{"path": "", "name": "t.jpg", "mime": "image/jpeg", "size": 10, "url": "u:t"}]
' expect: image/jpeg
