' 1.9 R6: SET HEADER takes a comma, = and AS
' effect SET HEADER: null
' effect CLEAR HEADERS: null
' effect SET PAGE MODE: null
SET HEADER "Accept", "text/plain"
SET HEADER "X-" + "Id" = 7
SET HEADER "Authorization" AS "Bearer " + "t"
CLEAR HEADERS
SET PAGE MODE "auto"
' expect: SET HEADER {"name":"Accept","value":"text/plain"}
' expect: SET HEADER {"name":"X-Id","value":7}
' expect: SET HEADER {"name":"Authorization","value":"Bearer t"}
' expect: CLEAR HEADERS {}
' expect: SET PAGE MODE {"mode":"auto"}
