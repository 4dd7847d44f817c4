' 7.2: TYPE makes records with fields of 0 and empty; assigning one copies its fields
OPTION CLASSIC
TYPE Person
  given AS STRING * 20
  age AS INTEGER
END TYPE
DIM team(2) AS Person, one AS Person
PRINT one.age; "["; one.given; "]"
FOR i = 1 TO 2
  one.given = MID$("AnnBob", i * 3 - 2, 3)
  one.age = 20.6 + i
  team(i) = one
NEXT i
PRINT team(1).given; team(1).age; team(2).given; team(2).age
