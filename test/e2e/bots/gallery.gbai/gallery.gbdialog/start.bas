' Shows all that can be shown: cards, a list, a table; in two directions of writing; with what must stay text.
picture = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

WITH brisa
  title = "Brisa <b>espresso</b> machine"
  text = "For two cups at once.\nMade in Porto."
  image = picture
  alt = "A small red machine"
  fields = { Price: "249 €", "In stock": 7 }
  buttons = [{ label: "Put it into the basket", value: "basket:brisa" }, "Show me another one"]
  key = "offer"
END WITH
SHOW CARD brisa
HEAR wish AS TEXT WITH "What do you think of it?"
TALK "You chose ${wish}."

brisa.fields = { Price: "249 €", "In stock": 6 }
brisa.buttons = ["Go on"]
SHOW CARD brisa
HEAR wish AS TEXT WITH "It is in the basket."

machines = [{ name: "Brisa", price: 249, weight: "4 kg" }, { name: "Onda, the grinder with the longest name of them all", price: 1129.5, weight: "12 kg" }]
SHOW LIST machines, { title: "Our machines", columns: { name: "Name", price: "Price", weight: "Weight", missing: "A column that nobody has" }, as: "table" }
SHOW LIST [{ title: "ماكينة برِيزا", text: "للبيت", buttons: ["اختر"] }, { title: "Far away", image: "https://pictures.example/onda.png", alt: "A grinder, elsewhere" }, { title: "Onda", buttons: ["Take Onda"] }], { title: "To choose from" }
SHOW LIST [], { empty: "There is nothing else." }
HEAR wish AS TEXT
TALK "You took ${wish}."
