' 1.8: spaces and underscores are the same in a phrase; an assignment wins
' effect SET CONTEXT: null
SET_CONTEXT "order", "7"
set_context = 1
TALK set_context
' expect: SET CONTEXT {"name":"order","text":"7"}
' expect: 1
