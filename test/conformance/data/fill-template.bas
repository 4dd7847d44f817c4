' 3.9: FILL makes a copy of the template for each row
' data
' expect: [{"title":"Ann","tags":["Rome",7]},{"title":"Bob","tags":["",7]}]
rows = [{name: "Ann", city: "Rome"}, {name: "Bob"}]
cards = FILL rows, {title: "{{name}}", tags: ["{{city}}", 7]}
TALK FORMAT cards AS JSON
