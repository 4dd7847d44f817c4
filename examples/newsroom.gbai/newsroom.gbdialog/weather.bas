' The agency has no feed of the weather; its page has all that is needed.
page = agency + "/news/weather"
now = SCRAPE page, ".now"
IF now IS NULL THEN
  TALK "The weather page cannot be read (${ERR})."
  RETURN
END IF
TALK now
SHOW LIST SCRAPE_TABLE(page, "table.tides"), { title: "Tides" }
FOR EACH picture IN SCRAPE IMAGES page
  TALK "Picture: ${picture.alt}"
NEXT
