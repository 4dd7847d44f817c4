' 5.2: Brazilian, United States and British postal codes
HEAR br AS CEP
HEAR us AS ZIPCODE
HEAR nine AS ZIP
HEAR uk AS POSTALCODE
TALK br, " ", us, " ", nine, " ", uk
' input: 01310100
' input: 123
' input: 90210
' input: 902101234
' input: sw1a 1aa
' expect: 01310-100 90210 90210-1234 SW1A 1AA
