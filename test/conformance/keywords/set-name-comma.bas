' H-18: SET name, value sets the key of the conversation and the variable
' effect SET: null
SET role, "buyer"
TALK role
SET quiet ON
IF quiet THEN TALK "quiet"
' expect: SET {"key":"role","value":"buyer"}
' expect: buyer
' expect: quiet
