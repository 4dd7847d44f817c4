' 2.6: && || ! and == != stand for the words
a = 3
TALK a == 3 && a != 4
TALK !(a > 1) || a >= 3
TALK a =< 3
TALK a => 4
