THROW "from child"
