' 3.9: SYNCHRONIZE gives the number of rows that came
' effect SYNCHRONIZE: 230
' expect: SYNCHRONIZE {"endpoint":"https://api.example.com/items","table":"items","key":"id","page":"page","limit":"limit"}
' expect: 230
n = SYNCHRONIZE "https://api.example.com/items", "items", "id", "page", "limit"
TALK n
