PARAM what AS STRING
FOR EACH x IN [1]
  HEAR answer WITH "your " + what + "?"
NEXT
RETURN answer
' section: 3.3
