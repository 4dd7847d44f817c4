' The cashier calls POST /api/agency/webhook/deposit-paid with {"code": "F-001", "amount": 200}.
' What waits for the event goes on; the answer tells the cashier whether the code was right.
PARAM code AS TEXT DESCRIPTION "Code of the booking"
PARAM amount AS NUMBER DESCRIPTION "Amount in euros"
WEBHOOK "deposit-paid"

booking = FIND "bookings", "code", code
IF NOT booking THEN RETURN { status: 404, body: { error: "no such booking" } }

UPDATE "bookings" SET state = "booked" WHERE code = code
PUBLISH EVENT "deposit.paid." + code, { amount: amount }
result_code = code
result_booked = TRUE
