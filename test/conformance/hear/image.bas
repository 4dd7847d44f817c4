' 5.2: IMAGE takes the picture among the attachments
HEAR snapshot AS PHOTO
TALK snapshot
HEAR logo AS IMAGE
TALK logo.name
' input files: [{"path": "", "name": "a.txt", "mime": "text/plain", "size": 1, "url": "u:a"}]
' input files: [{"path": "", "name": "a.txt", "mime": "text/plain", "size": 1, "url": "u:a"}, {"path": "img/b.png", "name": "b.png", "mime": "image/png", "size": 9, "url": "u:b"}]
' input files: [{"path": "", "name": "logo.svg", "mime": "image/svg+xml", "size": 5, "url": "u:c"}]
' expect: img/b.png
' expect: logo.svg
