' A till: everything that the console shows of a conversation happens in it.
FUNCTION withTax(amount AS NUMBER)
  rate = 0.23
  RETURN amount + amount * rate
END FUNCTION

PRINT "the till is open"
TALK "Welcome to **Casa Arábica** ☕"
total = 0
DO
  HEAR word AS TEXT WITH "What would you like?"
  SELECT CASE word
    CASE "coffee"
      total = total + withTax(2)
      SAVE "orders", { what: "coffee", price: total }
      TALK "That makes ${total} €. شكرًا 🙏"
    CASE "pay"
      TRY
        receipt = PAY ASK 5 WITH "till"
        TALK "Paid."
      CATCH e
        TALK "It was not paid."
      END TRY
    CASE "break"
      THROW "no coffee left"
    CASE "long"
      text = ""
      FOR i = 1 TO 200
        text = text + "Bohnen und Wasser, sehr lang. "
      NEXT
      TALK text
    CASE ELSE
      TALK "We have coffee."
  END SELECT
LOOP
