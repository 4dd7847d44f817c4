' A person asks where a parcel is. What does not change often is kept in the cache for all conversations.
TALK "**${carrier}**: where is your parcel?"
DO
  HEAR asked AS TEXT WITH "Write its number (VP and seven digits), or *end*."
  asked = UCASE(TRIM(asked))
  IF asked = "END" THEN EXIT DO
  parcel = FIND "parcels", "number", asked
  IF parcel THEN
    TALK "Parcel ${asked}: ${parcel.state}, depot ${parcel.depot}, ${parcel.weight} kg."
  ELSE
    likely = AUTOCOMPLETE("parcels", "number", LEFT(asked, 6), 3)
    IF COUNT(likely) > 0 THEN TALK "I know no ${asked}. Did you mean " + JOIN(likely, " or ") + "?" ELSE TALK "I know no ${asked}."
  END IF
  CALL Workload
LOOP
TALK "Have a good trip."

' The share that is under way; counted once in five minutes, however many people ask.
SUB Workload
  share = CACHE GET "under way"
  IF share IS NULL THEN
    all = AGGREGATE "COUNT", "parcels", "number"
    moving = AGGREGATE "parcels" COUNT number WHERE state = "on the way"
    share = 0
    IF all > 0 THEN share = ROUND(100 * moving / all)
    CACHE SET "under way", share, 300
  END IF
  TALK "*${share} % of all parcels are on the way.*"
END SUB
