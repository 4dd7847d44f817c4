' 2.8: @ is the text, ! and > capitals, & and < small letters
TALK FORMAT("Ann", "@"), " ", FORMAT("Ann", ">"), " ", FORMAT("Ann", "!"), " ", FORMAT("Ann", "<"), " ", FORMAT("Ann", "&"), " ", FORMAT("Ann", "Hello @!")
' expect: Ann ANN ANN ann ann Hello AnnANN
