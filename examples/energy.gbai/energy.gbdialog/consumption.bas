' Consumption by month: one GraphQL question names exactly the fields that are shown.

question = "query Months($building: Int!) { building(id: $building) { name months { month kwh } } }"
answer = GRAPHQL meters + "/graphql", question WITH { building: building }

' A GraphQL server tells of its errors with status 200; .error is the first of them.
IF answer.error THEN
  TALK "The consumption cannot be shown: ${answer.error}"
  RETURN
END IF

' data is the whole answer, and that has a field data of its own.
house = answer.data.data.building
SHOW LIST house.months, { title: house.name, columns: { month: "Month", kwh: "kWh" } }

highest = FIRST(SORT(house.months, "kwh", "desc"))
TALK "The most was used in ${highest.month}: ${highest.kwh} kWh."
