' 7.2, extension 14: statements that Minimal BASIC lacks
' expect print: SHORT
10 ? "SHORT"
20 END
