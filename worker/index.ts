/**
 * The edge worker: verifies, routes, and holds no state.
 *
 * A request's path: request id → host names the tenant (middleware/tenant.ts) → a route (routes/) checks ids, size and
 * token → one call to the conversation's object → its answer as JSON, frames or a socket. Everything a turn does lives
 * in durable-objects/; this file only names the way there.
 */
import "../extensions/index.ts";
import type { ProjectionHint } from "../contracts/objects.ts";
import { openDatabase } from "../db/client.ts";
import type { Env } from "../durable-objects/env.ts";
import { projectHistory } from "../durable-objects/projections/history.ts";
import { createApp } from "./app.ts";
import { copyHosts } from "./hosts.ts";
import { INBOX_QUEUE, takeInbox } from "./inbox.ts";

export { BotObject } from "../durable-objects/bot-object.ts";
export { ConnectionObject } from "../durable-objects/connection-object.ts";
export { DataObject } from "../durable-objects/data-object.ts";
export { DriveObject } from "../durable-objects/drive-object.ts";
export { KnowledgeObject } from "../durable-objects/knowledge-object.ts";
export { LedgerObject } from "../durable-objects/ledger-object.ts";
export { McpObject } from "../durable-objects/mcp-object.ts";
export { OnceObject } from "../durable-objects/once-object.ts";
export { ReplayObject } from "../durable-objects/replay-object.ts";
export { SessionObject } from "../durable-objects/session-object.ts";
export { UserObject } from "../durable-objects/user-object.ts";

export { ChannelDelivery } from "./channels/channel-delivery.ts";

const app = createApp();

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
  queue: (batch, env) =>
    batch.queue === INBOX_QUEUE
      ? takeInbox(batch, env)
      : // The only other queue: our own hints.
        projectHistory(batch as MessageBatch<ProjectionHint>, env),
  scheduled: async (_, env) => {
    if (!env.DATABASE_URL) return;
    await copyHosts(openDatabase({ url: env.DATABASE_URL, proxy: env.NEON_PROXY }), env.HOSTS);
  },
} satisfies ExportedHandler<Env, unknown>;
