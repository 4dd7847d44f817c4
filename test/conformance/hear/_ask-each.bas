PARAM goods AS ARRAY
FOR EACH item IN goods
  HEAR count AS INTEGER WITH "How many ${item}?"
  sum = sum + count
NEXT
RETURN sum
' section: 5.2
