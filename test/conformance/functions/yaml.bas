' B: TOYAML writes a value in block style
TALK TOYAML({name: "Ann", tags: ["a", "b: c"], none: NULL, yes: "true"})
TALK FORMAT {n: 1} AS YAML
' expect: name: Ann\ntags:\n  - a\n  - "b: c"\nnone: null\nyes: "true"
' expect: n: 1
