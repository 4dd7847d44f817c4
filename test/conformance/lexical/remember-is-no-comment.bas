' 1.2: REM is a comment only as a whole word; REM alone is one
REM
rem lower case too
remark = "kept"
remember_me = 2
TALK remark + remember_me
' expect: kept2
