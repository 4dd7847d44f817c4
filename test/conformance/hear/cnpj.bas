' 5.2: a CNPJ has valid check digits
HEAR company AS CNPJ
TALK company
' input: 11222333000182
' input: 11.222.333/0001-81
' expect: 11.222.333/0001-81
