' Another program runs this script: POST /api/energy/webhook/meter-alarm with {"alarm": 1, "kw": 12}.
' config.csv can name what a caller must know: webhook-secret-meter-alarm,vault:NAME.
PARAM alarm AS INTEGER DESCRIPTION "Number of the alarm that rang"
PARAM kw AS NUMBER DESCRIPTION "Load at that moment in kilowatts"
WEBHOOK "meter-alarm"

IF alarm IS NULL OR kw IS NULL THEN RETURN { status: 422, body: { error: "alarm and kw are missing" } }

SAVE "alarms", { alarm: alarm, kw: kw, rang: NOW() }
latest = GET BOT MEMORY "alarm"
result_count = AGGREGATE "alarms", "COUNT", "alarm"
result_known = latest = alarm
