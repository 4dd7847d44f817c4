' 3.9: MERGE puts nested objects into parent_child columns that the TABLE declares
' data
' expect: Ann a.org
TABLE people
  id number key
  contact_name string
  links_0_url string
END TABLE
MERGE "people", [{id: 1, contact: {name: "Ann"}, links: [{url: "a.org"}]}], "id"
p = FIND "people"
TALK p.contact_name + " " + p.links_0_url
