' 3.9: the result of SAVE is the row's id, with its fields
' data
' expect: new-1
' expect: 1 true
lead = {name: "Ann"}
lead_id = SAVE "leads", lead
TALK lead_id
TALK lead_id.rows_affected + " " + lead_id.success
