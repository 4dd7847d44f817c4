' 5.2: a web address may lack its scheme, its host has a dot
HEAR site AS URL
HEAR page AS LINK
TALK site, " ", page
' input: localhost
' input: example.com
' input: http://shop.example.org/a?b=1
' expect: https://example.com http://shop.example.org/a?b=1
