' 1.7: show, card and list are no reserved words
card = {title: "Brisa"}
list = [3, 4]
show = card.title + list[1]
TALK show
' expect: Brisa4
