' 5.2: an address has one @, a valid local and domain part, and is stored in small letters
HEAR address AS EMAIL
TALK address
HEAR again AS EMAIL
TALK again
' input: two@@signs.com
' input: no-domain@
' input: Sales.Team+EU@Example.Co.UK
' input: <bob@site.io>
' expect: sales.team+eu@example.co.uk
' expect: bob@site.io
