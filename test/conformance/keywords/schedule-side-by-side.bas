' H-24: SET SCHEDULE with operands side by side
' effect SET SCHEDULE: null
job = "job.bas"
SET SCHEDULE "0 6 * * *" job "arg"
' expect: SET SCHEDULE {"values":["0 6 * * *","job.bas","arg"]}
