' 3.7: SHOW CARD takes one object; a variable, a literal and one made by WITH are the same to it
' effect SHOW CARD: null
WITH ticket
  title = "Ticket 4711"
  fields = {Status: "open", Written: "today"}
END WITH
SHOW CARD ticket
SHOW CARD {title: "Brisa", text: "An espresso machine.", buttons: [{label: "Buy", value: "buy brisa"}, "Later"]}
show_card {title: ticket.title, key: "t"}
' expect: SHOW CARD {"card":{"title":"Ticket 4711","fields":{"Status":"open","Written":"today"}}}
' expect: SHOW CARD {"card":{"title":"Brisa","text":"An espresso machine.","buttons":[{"label":"Buy","value":"buy brisa"},"Later"]}}
' expect: SHOW CARD {"card":{"title":"Ticket 4711","key":"t"}}
