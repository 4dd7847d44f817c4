' 2.6: the indexes of a target are evaluated left to right, and once, also by compound assignment and WITH
turn = 0
FUNCTION NextTurn()
  turn = turn + 1
  RETURN turn
END FUNCTION
scores = [0, 10, 20, 30]
scores[NextTurn()] += 5
DIM board(3, 3)
board(2, 3) = 7
board(NextTurn(), NextTurn()) -= 1
seats = {}
WITH seats["row" & NextTurn()]
  .taken = NextTurn()
END WITH
seats["row" & NextTurn()]["seat" & NextTurn()] = "Ana"
TALK scores, " ", board(2, 3), " ", seats
' expect: [0,15,20,30] 6 {"row4":{"taken":5},"row6":{"seat7":"Ana"}}
