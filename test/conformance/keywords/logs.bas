' H-3: log is a variable before =, a function before (, else the keyword
' effect LOG: null
' effect RESET REPORT: null
' effect SET MAX LINES: null
' effect TRIGGER: null
' effect REFRESH: null
' effect PUBLISH: null
log = LOG(1)
TALK log
LOG "order", {id: 7}
RESET REPORT "sales"
SET MAX LINES 100
TRIGGER "onboarding", 7
REFRESH "llm"
PUBLISH "report"
' expect: 0
' expect: LOG {"name":"order","data":{"id":7}}
' expect: RESET REPORT {"name":"sales"}
' expect: SET MAX LINES {"count":100}
' expect: TRIGGER {"flow":"onboarding","id":7}
' expect: REFRESH {"name":"llm"}
' expect: PUBLISH {"name":"report"}
