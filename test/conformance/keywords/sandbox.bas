' 3.14: programs in other languages, from a text and from a file
' effect RUN PYTHON: "5"
' effect RUN JAVASCRIPT: null
' effect RUN BASH: null
TALK RUN PYTHON "print(5)"
RUN JS "console.log(5)"
RUN BASH WITH FILE "job.sh"
' expect: RUN PYTHON {"code":"print(5)"}
' expect: 5
' expect: RUN JAVASCRIPT {"code":"console.log(5)"}
' expect: RUN BASH {"file":"job.sh"}
