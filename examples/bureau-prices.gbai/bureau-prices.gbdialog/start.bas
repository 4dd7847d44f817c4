' Says what a text costs. Every message is a text: a person may write here, and so may the bureau's desk by DELEGATE.
' The desk gives notice of a price that has changed by SEND TO BOT: "price 16".

TALK "Send me a text, and I tell what its translation costs."
DO
  HEAR text AS TEXT
  IF STARTSWITH(LCASE(text), "price ") THEN
    ' Each bot has a memory of its own; SHARE lets the desk take a key over.
    SET BOT MEMORY "cents", VAL(EXTRACT_AFTER(text, " "))
    BOT SHARE MEMORY "cents" WITH "bureau"
    TALK "A word costs ${GET BOT MEMORY('cents')} cents now."
  ELSE
    words = COUNT(SPLIT(TRIM(text), " "))
    cents = NVL((GET BOT MEMORY "cents"), cents_per_word)
    TALK "${words} ${IIF(words = 1, 'word costs', 'words cost')} ${FORMAT(words * cents / 100, '0.00')} €."
  END IF
LOOP
