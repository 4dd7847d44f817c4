' 3.11: COMPRESS and EXTRACT in both orders
' effect COMPRESS: null
' effect EXTRACT: null
COMPRESS ["a.txt"], "all.zip"
COMPRESS "all.zip", "*.txt"
EXTRACT "all.zip" TO "out"
' expect: COMPRESS {"first":["a.txt"],"second":"all.zip"}
' expect: COMPRESS {"first":"all.zip","second":"*.txt"}
' expect: EXTRACT {"archive":"all.zip","folder":"out"}
