' 1.7 D-52: != behind a name, & before a text, % between operands
a = "y"
n = 4
x = 9
TALK a!="x"
TALK n&" items"
TALK x%2
