' H-37: SET SCHEDULE in a branch or with computed operands acts when it is reached
' effect SET SCHEDULE: null
IF 1 = 1 THEN
  SET SCHEDULE every 1 hour
END IF
hour = 7
SET SCHEDULE "0 " + hour + " * * *", "report.bas", "daily"
IF 1 = 2 THEN
  SET SCHEDULE "never"
END IF
' expect: SET SCHEDULE {"values":["every 1 hour"]}
' expect: SET SCHEDULE {"values":["0 7 * * *","report.bas","daily"]}
' covers: D-25 H-37
