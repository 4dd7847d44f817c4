' 5.2: a digest is of the secret, not of its mask
HEAR pin AS PASSWORD
TALK HASH(pin) = HASH("12345678"), " ", MD5(pin)
' input: 12345678
' expect: true 25d55ad283aa400af464c76d713c07ad
