THROW "from child"
' section: 3.3
