' The newest entries of the agency's feed.
entries = RSS agency + "/news/feed.xml", 10
IF NOT entries THEN
  TALK "The wire is silent at the moment."
  RETURN
END IF
FOR EACH entry IN entries
  TALK "**${entry.title}** ${entry.description}"
NEXT
' The front page may show more than the feed.
titles = SCRAPE ALL agency + "/news/", "h2"
TALK "${COUNT(titles)} stories stand on the front page."
