' The page /property/repair sends its form here. Its photo lies in the drive already; its field holds the path.
ON FORM SUBMIT "repair"
  ' Two reports at one moment would take the same number: the table refuses the second, which tries the next one.
  FOR attempt = 1 TO 5
    last = AGGREGATE "repairs" MAX number
    IF last = NULL THEN last = 1000
    done = INSERT "repairs", {number: last + 1, flat: UCASE(fields.flat), what: fields.what, photo: fields.photo, reported: metadata.submitted_at}
    IF done.success THEN EXIT FOR
  NEXT
  IF NOT done.success THEN THROW "A repair of flat ${fields.flat} was not written: ${done.error}"
END ON
