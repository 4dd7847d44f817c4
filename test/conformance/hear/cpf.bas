' 5.2: a CPF has valid check digits and is not one digit repeated
HEAR taxpayer AS CPF
TALK taxpayer
' input: 111.111.111-11
' input: 52998224726
' input: 52998224725
' expect: 529.982.247-25
