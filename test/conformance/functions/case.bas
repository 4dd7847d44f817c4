' B: capital and small letters and their aliases
TALK UCASE("é1a"), " ", UPPER("b"), " ", LCASE("ÀB"), " ", LOWER("C"), " ", LOWERCASE("D"), " ", CAPITALIZE("maria DA silva"), " ", PROPER("o'neil-smith")
' expect: É1A B àb c d Maria Da Silva O'neil-Smith
