' 3.11: CREATE SITE
' effect CREATE SITE: "https://x.example/spring"
TALK CREATE SITE "spring", "landing", "A page"
' expect: CREATE SITE {"alias":"spring","template":"landing","prompt":"A page"}
' expect: https://x.example/spring
