' 5.2: without a model that writes them down, a voice and a video are the files themselves
HEAR note AS VOICE
HEAR clip AS VIDEO
TALK note.filename, " ", clip.filename
' input files: [{"path": "", "name": "memo.ogg", "mime": "audio/ogg", "size": 10, "url": "u:1"}]
' input files: [{"path": "", "name": "memo.ogg", "mime": "audio/ogg", "size": 10, "url": "u:1"}]
' input files: [{"path": "", "name": "tour.mp4", "mime": "video/mp4", "size": 10, "url": "u:2"}]
' expect: memo.ogg tour.mp4
