' 3.5 H-51 H-52: a block keeps its lines; only the common indentation and the blank lines at its ends go
name = "Ann"
BEGIN TALK

  # Hello ${name}
  ' no comment, "no quote" and \t stays
    * one

  TALK "END TALK" is inside
END TALK
TALK "after"
' expect: # Hello Ann\n' no comment, "no quote" and \t stays\n  * one\n\nTALK "END TALK" is inside
' expect: after
