' 3.14: weather, products, bar codes
' effect WEATHER: {"temperature": 21}
' effect FORECAST: null
' effect PRODUCTS: [{"name": "City"}]
' effect SCAN BARCODE: "4006381333931"
' effect DETECT: []
now = WEATHER "Lisbon"
TALK now.temperature
days = FORECAST "Lisbon", 3
found = PRODUCTS "bicycle", 5
TALK found[0].name
TALK SCAN BARCODE "photo.jpg"
odd = DETECT "payments"
' expect: WEATHER {"place":"Lisbon"}
' expect: 21
' expect: FORECAST {"place":"Lisbon","days":3}
' expect: PRODUCTS {"query":"bicycle","count":5}
' expect: City
' expect: SCAN BARCODE {"image":"photo.jpg"}
' expect: 4006381333931
' expect: DETECT {"table":"payments"}
