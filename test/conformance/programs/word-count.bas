text = "the cat and the dog and the bird"
counts = {}
FOR EACH word IN SPLIT(text, " ")
  counts[word] = (counts[word] OR 0) + 1
NEXT
FOR EACH k IN KEYS(counts)
  IF counts[k] > 1 THEN TALK "${k}: ${counts[k]}"
NEXT
' expect: the: 3
' expect: and: 2
' section: 3.2
