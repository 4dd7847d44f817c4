' B: FLATTEN, CHUNK and BATCH, UNIQUE and DISTINCT, CONCAT
TALK FLATTEN([1, [2, [3, []]], 4])
TALK CHUNK([1, 2, 3], 2), " ", BATCH([1, 2], 5)
TALK UNIQUE([3, 1, 3, "1", 1]), " ", DISTINCT([{a: 1}, {a: 1}])
TALK CONCAT([1], [2, 3], 4), " ", CONCAT("a", 1, "b")
' expect: [1,2,3,4]
' expect: [[1,2],[3]] [[1,2]]
' expect: [3,1,"1"] [{"a":1}]
' expect: [1,2,3,4] a1b
