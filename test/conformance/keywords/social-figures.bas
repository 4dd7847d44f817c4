' 3.15: GET x METRICS, GET x POSTS and DELETE POST name the network
' effect GET METRICS: {"likes": 3}
' effect GET POSTS: []
' effect DELETE POST: null
m = GET INSTAGRAM METRICS "p-1"
TALK m.likes
posts = GET FACEBOOK POSTS 5
DELETE INSTAGRAM POST "p-1"
DELETE POST "p-2"
' expect: GET METRICS {"network":"INSTAGRAM","post":"p-1"}
' expect: 3
' expect: GET POSTS {"network":"FACEBOOK","count":5}
' expect: DELETE POST {"network":"INSTAGRAM","post":"p-1"}
' expect: DELETE POST {"post":"p-2"}
