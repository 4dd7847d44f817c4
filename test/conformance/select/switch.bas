format = "json"
SWITCH format
  CASE "csv", "CSV"
    TALK "c"
  CASE "json", "JSON"
    TALK "j"
  DEFAULT
    TALK "d"
END SWITCH
SWITCH "zip"
  CASE "csv"
    TALK "c"
  DEFAULT
    TALK "d"
END SWITCH
SELECT CASE TRUE
  CASE 1 > 2
    TALK "no"
  CASE 2 > 1
    TALK "yes"
END SELECT
' expect: j
' expect: d
' expect: yes
' section: 3.2
