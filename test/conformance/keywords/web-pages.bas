' 3.10: reading web pages
' effect RSS: [{"title": "News"}]
' effect SCRAPE: "9.90"
' effect SCRAPE ALL: ["a", "b"]
' effect SCRAPE TABLE: []
' effect SCRAPE LINKS: []
' effect SCRAPE IMAGES: []
' effect WEBSITE OF: "https://example.com"
FOR EACH entry IN RSS "https://example.com/feed", 5
  TALK entry.title
NEXT
page = "https://example.com"
TALK SCRAPE page, ".price"
TALK COUNT(SCRAPE_ALL(page, "h2"))
table = SCRAPE_TABLE page, "table"
links = SCRAPE_LINKS page
pictures = SCRAPE_IMAGES page
TALK WEBSITE OF "Example Ltd"
' expect: RSS {"url":"https://example.com/feed","count":5}
' expect: News
' expect: SCRAPE {"url":"https://example.com","selector":".price"}
' expect: 9.90
' expect: SCRAPE ALL {"url":"https://example.com","selector":"h2"}
' expect: 2
' expect: SCRAPE TABLE {"url":"https://example.com","selector":"table"}
' expect: SCRAPE LINKS {"url":"https://example.com"}
' expect: SCRAPE IMAGES {"url":"https://example.com"}
' expect: WEBSITE OF {"company":"Example Ltd"}
' expect: https://example.com
