' 2.8: names of months and days follow the bot's language
d = CDATE("2025-03-08")
TALK FORMAT(d, "DD de MMMM de YYYY"), " | ", FORMAT(d, "DDDD"), " | ", d.month_name
' world: {"locale": "pt-BR"}
' expect: 08 de março de 2025 | sábado | March
