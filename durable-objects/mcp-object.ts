/**
 * A bot as an MCP server over streamable HTTP (object name `tenant/bot`). It keeps nothing: each request is answered by itself,
 * without sessions. Whoever calls it has been let in by the route (worker/routes/mcp.ts).
 */
import { DurableObject } from "cloudflare:workers";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { readPackageConfig } from "../contracts/package-config.ts";
import type { Env } from "./env.ts";
import { offerOf } from "./mcp/offer.ts";
import { BotServer } from "./mcp/server.ts";
import { botObject } from "./objects.ts";

export class McpObject extends DurableObject<Env> {
  override async fetch(request: Request): Promise<Response> {
    const [tenant = "", bot = ""] = (this.ctx.id.name ?? "").split("/");
    const release = await botObject(this.env, { tenant, bot }).current();
    if (!release.ok) return Response.json(release, { status: 404 });
    const manifest = release.value;
    const { config: keys } = readPackageConfig(manifest.config, { ...this.env }, manifest.overrides);
    if (!keys["mcp-server"]) return Response.json({ detail: "mcp-server" }, { status: 403 });
    const server = new BotServer(offerOf({ env: this.env, tenant, bot, manifest, keys }));
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    return transport.handleRequest(request);
  }
}
