' 3.14: ORCHESTRATE WORKFLOW reads its steps
' effect ORCHESTRATE WORKFLOW: null
order = 7
ORCHESTRATE WORKFLOW "offer"
  STEP 1: BOT "sales" "prices of " + order
  STEP 2: BOT "billing" "write it"
TALK "on its way"
' expect: ORCHESTRATE WORKFLOW {"name":"offer","steps":[{"step":1,"bot":"sales","task":"prices of 7"},{"step":2,"bot":"billing","task":"write it"}]}
' expect: on its way
