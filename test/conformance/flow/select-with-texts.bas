' 2.5 H-60: CASE compares with =, with regard to the case of letters
FOR EACH kind IN ["json", "JSON", "xml"]
  SWITCH kind
    CASE "json", "JSON"
      TALK "data"
    DEFAULT
      TALK "other"
  END SWITCH
NEXT
' expect: data
' expect: data
' expect: other
