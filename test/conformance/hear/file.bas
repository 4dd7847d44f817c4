' 5.2: any attachment is a file value with its fields; comparing with an empty text tells whether it came
HEAR contract AS FILE
TALK contract.filename, " ", contract.size, " ", contract.mime_type, " ", contract.url
TALK contract = "", " ", contract <> ""
HEAR other AS DOCUMENT RETRIES 1
IF other = "" THEN TALK "nothing came"
' input: no file here
' input files: [{"path": "", "name": "lease.pdf", "mime": "application/pdf", "size": 2048, "url": "https://files.example/lease"}]
' input: sorry
' expect: lease.pdf 2048 application/pdf https://files.example/lease
' expect: false true
' expect: nothing came
