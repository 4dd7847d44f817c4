' H-19: GET of an address, a file, a key, the configuration, and a bare word
' effect GET: "r"
host = "https://api.example.com"
a = GET host + "/rate"
b = GET (host) + "/rate"
c = GET "config", "tone"
d = GET role
IF GET "session.tier" = "r" OR 1 = 2 THEN TALK "equal"
' expect: GET {"source":"https://api.example.com/rate"}
' expect: GET {"source":"https://api.example.com/rate"}
' expect: GET {"source":"config","key":"tone"}
' expect: GET {"source":null,"variable":"role"}
' expect: GET {"source":"session.tier"}
' expect: equal
' covers: D-51
