' 3.9: SAVE FROM UNSTRUCTURED of other text needs a model
' data
' expect error: 404
SAVE FROM UNSTRUCTURED "people", "Ann is thirty"
