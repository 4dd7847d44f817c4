' 3.8: SET SESSION and GET SESSION of this conversation and of another
' effect SET SESSION: null
' effect GET SESSION: "v"
SET SESSION "case", 7
other = "c-9"
SET SESSION other, "case", 8
TALK GET SESSION "case"
TALK "[" + GET SESSION other, "name" + "]"
' expect: SET SESSION {"key":"case","value":7}
' expect: SET SESSION {"id":"c-9","key":"case","value":8}
' expect: GET SESSION {"key":"case"}
' expect: v
' expect: GET SESSION {"id":"c-9","key":"name"}
' expect: [v]
