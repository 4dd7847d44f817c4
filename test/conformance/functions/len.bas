' B: LEN and LENGTH count the characters of a text, the elements of a list and the keys of an object
TALK LEN("héllo"), " ", LENGTH("👍🏽x"), " ", LEN([1, 2, 3]), " ", LEN({a: 1, b: 2}), " ", LEN(""), " ", LEN(NULL), " ", LEN(12345)
' expect: 5 3 3 2 0 0 5
