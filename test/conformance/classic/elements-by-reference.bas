' 7.2: an element of an array and a field of a record are passed by reference
' expect print:  14  10 
OPTION CLASSIC
TYPE Spot
  x AS INTEGER
  y AS INTEGER
END TYPE
DIM here AS Spot, heat(4)
heat(3) = 7: here.y = 5
Double heat(3): Double here.y
PRINT heat(3); here.y
SUB Double (value)
  value = value * 2
END SUB
