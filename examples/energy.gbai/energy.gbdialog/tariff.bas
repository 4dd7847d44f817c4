' The price of a quantity, by the supplier's old SOAP service. Prices change once a day, so an answer
' is kept in the cache, for every conversation of the bot, and the service is asked rarely.

HEAR quantity AS NUMBER WITH "How many kilowatt-hours?"

price = CACHE GET "price-per-kwh"
IF price IS NULL THEN
  answer = SOAP meters + "/tariff?wsdl", "GetTariff" WITH { building: building, currency: "EUR" }
  IF NOT answer.ok THEN
    TALK "The supplier's price list is closed: ${answer.error}"
    RETURN
  END IF
  price = VAL(answer.data.price)
  CACHE SET "price-per-kwh", price, tariff_seconds
END IF

TALK "${quantity} kWh cost ${FORMAT(quantity * price, '0.00')} € at ${FORMAT(price, '0.0000')} € each."
