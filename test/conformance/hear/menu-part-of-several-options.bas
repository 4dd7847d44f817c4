' 3.6: a part of more than one option is no answer
' input: av
' input: a
' input: avo
HEAR fruit AS "Apple", "Avocado", "Guava" WITH "Which?"
TALK fruit
' expect: Which?
' expect: Avocado
