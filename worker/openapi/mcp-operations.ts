/** The documented operation of MCP. */
import type { Operation } from "./operations.ts";

/** Bots as an MCP server; the messages are those of the protocol. */
export const mcpOperations: Operation[] = [
  {
    method: "post",
    path: "/api/v1/bots/{bot}/mcp",
    id: "callMcp",
    summary:
      "The bot as a server of the Model Context Protocol (streamable HTTP, JSON answers): its scripts are tools, its documents resources. Needs conversations:write, and mcp-server,true in config.csv.",
    security: "api",
    body: "application/json",
    answers: { 200: "application/json" },
    faults: [
      "auth.required",
      "auth.invalid",
      "auth.forbidden",
      "bot.unknown",
      "request.too-large",
      "service.unavailable",
    ],
  },
];
