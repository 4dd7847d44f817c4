' 3.13: SCHEDULE IN leaves its block for later
' effect SCHEDULE IN: null
SCHEDULE IN 10 MINUTES DO
  TALK "later"
END SCHEDULE
SCHEDULE IN 1 + 1 HOURS DO
  TALK "much later"
END SCHEDULE
TALK "now"
' expect: SCHEDULE IN {"count":10,"unit":"MINUTES"}
' expect: SCHEDULE IN {"count":2,"unit":"HOURS"}
' expect: now
