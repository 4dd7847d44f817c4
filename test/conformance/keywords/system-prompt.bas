' 3.5: BEGIN SYSTEM PROMPT evaluates its holes when it runs and replaces the earlier one
' effect BEGIN SYSTEM PROMPT: null
shop = "Bikes"
BEGIN SYSTEM PROMPT
  You sell for ${shop}.

    * be brief
END SYSTEM PROMPT
' expect: BEGIN SYSTEM PROMPT {"text":"You sell for Bikes.\n\n  * be brief"}
