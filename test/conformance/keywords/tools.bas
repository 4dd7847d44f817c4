' 3.7: ADD TOOL and USE TOOL are one; LIST TOOLS gives a list
' effect ADD TOOL: null
' effect REMOVE TOOL: null
' effect CLEAR TOOLS: null
' effect LIST TOOLS: ["a", "b"]
USE TOOL "track-order"
REMOVE TOOL "track-order"
CLEAR TOOLS
tools = LIST TOOLS
TALK COUNT(tools)
' expect: ADD TOOL {"name":"track-order"}
' expect: REMOVE TOOL {"name":"track-order"}
' expect: CLEAR TOOLS {}
' expect: LIST TOOLS {}
' expect: 2
