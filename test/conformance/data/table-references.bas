' 3.9: REFERENCES wants the row, and ON DELETE CASCADE takes the rows that refer to it
' data
' expect: refused
' expect: 1
' expect: 0
TABLE teams
  id number key
END TABLE
TABLE players
  id number key
  team number REFERENCES teams(id) ON DELETE CASCADE
END TABLE
SAVE "teams", {id: 1}
TRY
  SAVE "players", {id: 5, team: 2}
CATCH e
  TALK "refused"
END TRY
SAVE "players", {id: 6, team: 1}
TALK COUNT(FIND("players"))
DELETE FROM "teams" WHERE id = 1
TALK COUNT(FIND("players"))
