/**
 * The edge worker: verifies, routes, and holds no state.
 *
 * A request's path: request id → host names the tenant (middleware/tenant.ts) → a route (routes/) checks ids, size and
 * token → one call to the conversation's object → its answer as JSON, frames or a socket. Everything a turn does lives
 * in durable-objects/; this file only names the way there.
 */
import type { ProjectionHint } from "../contracts/objects.ts";
import type { Env } from "../durable-objects/env.ts";
import { createApp } from "./app.ts";

const app = createApp();

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
} satisfies ExportedHandler<Env, ProjectionHint>;
