' Takes a story of the front page into the paper's own table.
links = FILTER(SCRAPE_LINKS(agency + "/news/"), "text <> Weather")
FOR EACH link IN links
  ADD SUGGESTION link.text
NEXT
HEAR title AS TEXT WITH "Which one?"
CLEAR SUGGESTIONS

link = FILTER(links, "text = '" + REPLACE(title, "'", "''") + "'")
IF NOT link THEN
  TALK "That story is not on the front page."
  RETURN
END IF
IF FIND("stories", "title", title) THEN
  TALK "We have that story."
  RETURN
END IF
lead = SCRAPE link.url, "p.lead"
SAVE "stories", { title: title, lead: lead, source: link.url }
TALK "Taken: ${lead}"
