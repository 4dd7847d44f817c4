' B: EXCEL makes a workbook of rows, a file whose content stands in its URL
book = EXCEL([{name: "Ann", due: CDATE("2025-01-31"), paid: TRUE, sum: 12.5}])
TALK book.filename, " ", book.mime_type, " ", book.size > 500
TALK STARTSWITH(book.url, "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,UEsDB")
TALK EXCEL([[1, 2]], "plain.xlsx").filename
' expect: table.xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet true
' expect: true
' expect: plain.xlsx
