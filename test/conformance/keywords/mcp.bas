' 3.14: tools of MCP servers
' effect USE MCP: {"hits": 2}
' effect MCP LIST TOOLS: []
answer = USE MCP "files", "search", {query: "x"}
TALK answer.hits
tools = MCP LIST TOOLS "files"
' expect: USE MCP {"server":"files","tool":"search","arguments":{"query":"x"}}
' expect: 2
' expect: MCP LIST TOOLS {"server":"files"}
