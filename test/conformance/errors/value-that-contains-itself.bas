' 5.6: a value that contains itself cannot be written out, and the error can be caught
' expect: The value is nested deeper than 100 levels. Does it contain itself?
order = {number: 7}
order.copy = order
TRY
  TALK order + "!"
CATCH e
  TALK e.message
END TRY
