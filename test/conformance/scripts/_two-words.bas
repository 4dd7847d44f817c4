RETURN "called with " & x
PARAM x AS STRING
