' 3.9, H-35, Annex D 28: unquoted words reach to the next AND
' data
deals = [{id: 1, stage: "Open"}, {id: 2, stage: "Closed Won"}, {id: 3, stage: "Closed Lost"}]
r = FILTER(deals, "stage!=Closed Won AND stage!=Closed Lost")
TALK r.id
