' 3.11: GENERATE PDF in its three spellings, MERGE PDF
' effect GENERATE PDF: null
' effect MERGE PDF: null
d = {total: 9}
GENERATE PDF "t.html", d, "o.pdf"
GENERATE_PDF "o.pdf" WITH TEMPLATE "t.html" DATA d
GENERATE PDF "# Title" TO "o.pdf"
MERGE PDF ["a.pdf", "b.pdf"], "c.pdf"
' expect: GENERATE PDF {"template":"t.html","data":{"total":9},"output":"o.pdf"}
' expect: GENERATE PDF {"output":"o.pdf","template":"t.html","data":{"total":9}}
' expect: GENERATE PDF {"content":"# Title","output":"o.pdf"}
' expect: MERGE PDF {"files":["a.pdf","b.pdf"],"output":"c.pdf"}
