' 3.9: SAVE FROM UNSTRUCTURED of another text asks the model; without one it is an error
' data
' expect error: 500
SAVE FROM UNSTRUCTURED "people", "Ann is thirty"
