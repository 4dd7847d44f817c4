' 3.7: where nothing can show a card, the error may be caught, and the script goes on with words
TRY
  SHOW CARD {title: "Brisa"}
CATCH problem
  TALK problem.number, " Brisa"
END TRY
' expect: 404 Brisa
