' Arrays, lists, elements in every form, one list that holds itself.
DIM grid(2, 2)
DIM names$(3)
DIM counts%(4)
list = [1, 2.5, "three", [4, 5], NULL, TRUE]
long = [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63,64,65,66]
self = [1]
PUSH(self, self)
grid(1, 2) = "set"
names$(1) = "n"
counts%(2) = counts%(2) + 1
list[1] = list[0] + 1
list[3][1] = 6
deep = NULL
deep["a"]["b"] = 7
nested = [[1, 2], [3, 4]]
nested[1][0] = 9
IF counts%(3) = 0 AND grid(0, 0) = 0 THEN TALK "zero"
REDIM PRESERVE names$(5)
TALK grid(1, 2), names$(1), names$(5), UBOUND(names$), " ", counts%(2)
TALK list, " ", deep, " ", nested, " ", long[66], " ", LEN(long), " ", LEN(self[1][1])
FOR i = 0 TO 2
  grid(i, i) = long[i] * 2
  IF grid(i, i) > 2 THEN TALK "over ", i
NEXT
TALK grid
