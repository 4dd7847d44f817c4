' 3.12: CREATE TASK takes one to five operands
' effect CREATE TASK: {"task_id": "t-1"}
' effect GENERATE CASE NUMBER: "C-1"
CREATE TASK "Call back"
task = CREATE_TASK "Call", "ann", "high"
TALK task.task_id
n = GENERATE_CASE_NUMBER()
TALK n
' expect: CREATE TASK {"title":"Call back"}
' expect: CREATE TASK {"title":"Call","details":["ann","high"]}
' expect: t-1
' expect: GENERATE CASE NUMBER {}
' expect: C-1
