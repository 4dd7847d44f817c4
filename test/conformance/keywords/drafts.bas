' 3.12: CREATE DRAFT with a recipient and without
' effect CREATE DRAFT: null
CREATE DRAFT "ann@example.com", "Hi", "Body"
CREATE_DRAFT "Only the body", "Title"
' expect: CREATE DRAFT {"to":"ann@example.com","subject":"Hi","body":"Body"}
' expect: CREATE DRAFT {"body":"Only the body","subject":"Title"}
