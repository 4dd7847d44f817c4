' 5.6: ERROR(text) makes an error value; IS_ERROR and GET_ERROR_MESSAGE read it
v = ERROR("no stock")
TALK IS_ERROR(v), " ", GET_ERROR_MESSAGE(v), " ", v.error, " ", v.message
TALK IS_ERROR("no stock"), " [", GET_ERROR_MESSAGE(5), "] ", IS_ERROR(NULL)
' expect: true no stock true no stock
' expect: false [] false
