/** For people: the keywords of ../host.ts. */
import type { KeywordText } from "../entry.ts";

export const HOST_TEXTS: Readonly<Record<string, KeywordText>> = {
  LOG: { summary: "Writes an entry with its data into the bot's activity log.", example: 'LOG "order", {number: 7}' },
  "LOG ACTIVITY": {
    summary: "Writes an activity with its details into the bot's activity log.",
    example: 'LOG ACTIVITY "order", number, "sent"',
  },
  "RECORD METRIC": {
    summary: "Records a figure with its fields.",
    example: 'RECORD METRIC "orders" WITH count = 1, total = 59.9',
  },
  "QUERY METRICS": {
    summary: "Recorded figures over a range of time, as rows with a time column.",
    example: 'rows = QUERY METRICS "orders" FOR "7d" BY "1d"',
  },
  "RESET REPORT": { summary: "Begins a report anew.", example: 'RESET REPORT "sales"' },
  "SET MAX LINES": { summary: "How many lines a report has at most.", example: "SET MAX LINES 100" },
  TRIGGER: { summary: "Begins a workflow for something with this id.", example: 'TRIGGER "onboarding", customer.id' },
  REFRESH: {
    summary: "Runs a script again that prepares data, or forgets what the model has cached.",
    example: 'REFRESH "prices.bas"',
  },
  PUBLISH: { summary: "Publishes what the script has prepared.", example: 'PUBLISH "report"' },
  "RUN PYTHON": {
    summary: "Runs a Python program in a sandbox and yields what it printed.",
    example: 'text = RUN PYTHON "print(2 + 3)"',
  },
  "RUN JAVASCRIPT": {
    summary: "Runs a JavaScript program in a sandbox and yields what it printed.",
    example: 'text = RUN JAVASCRIPT "console.log(2 + 3)"',
  },
  "RUN BASH": {
    summary: "Runs a shell program in a sandbox and yields what it printed.",
    example: 'text = RUN BASH "ls"',
  },
  "USE MCP": {
    summary: "Calls a tool of an MCP server of the package.",
    example: 'answer = USE MCP "files", "search", {query: "invoice"}',
  },
  "MCP LIST TOOLS": { summary: "The tools of an MCP server, as a list.", example: 'tools = MCP LIST TOOLS "files"' },
  WEATHER: { summary: "The weather at a place now.", example: 'now = WEATHER "Lisbon"\nTALK now.temperature' },
  FORECAST: { summary: "The weather at a place on the next days.", example: 'days = FORECAST "Lisbon", 3' },
  PRODUCTS: { summary: "Products of the shop that is connected.", example: 'found = PRODUCTS "bicycle", 5' },
  "SCAN BARCODE": { summary: "The number of the bar code in a picture.", example: "number = SCAN BARCODE photo" },
  DETECT: { summary: "Rows of a table that are unlike the others.", example: 'odd = DETECT "payments"' },
};
