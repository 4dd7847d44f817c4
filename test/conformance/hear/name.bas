' 5.2: a name keeps letters of any script, collapses blanks and capitalises each word
HEAR customer AS NAME
TALK customer
HEAR artist AS NAME
TALK artist
HEAR robot AS NAME RETRIES 1
TALK "[", robot, "]"
' input:   ana   maria d'ávila 
' input: jean-luc o'neil
' input: R2-D2
' expect: Ana Maria D'ávila
' expect: Jean-Luc O'neil
' expect: []
