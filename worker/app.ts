/** The app: what runs before every route, and which file answers which path. */
import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { fail } from "../contracts/faults.ts";
import type { Env } from "../durable-objects/env.ts";
import { systemClock } from "../platform/clock.ts";
import { Admission } from "./admission.ts";
import { type ApiTokenStore, postgresTokens } from "./auth/api-tokens.ts";
import type { App, AppEnv, Ctx } from "./context.ts";
import { measured } from "./metrics.ts";
import { admitted, admittedDelivery, counted } from "./middleware/admission.ts";
import { openToForeignPages } from "./middleware/cors.ts";
import { requestFacts } from "./middleware/request.ts";
import { tenantOfHost } from "./middleware/tenant.ts";
import { FaultError, problem } from "./problem.ts";
import { admin } from "./routes/admin.ts";
import { assets, themeImages } from "./routes/assets.ts";
import { attachments } from "./routes/attachments.ts";
import { backups } from "./routes/backups.ts";
import { botConversations } from "./routes/bot-conversations.ts";
import { botPage } from "./routes/bot-page.ts";
import { channels } from "./routes/channels.ts";
import { consolePages } from "./routes/console.ts";
import { conversations } from "./routes/conversations.ts";
import { desk } from "./routes/desk.ts";
import { documentation } from "./routes/documentation.ts";
import { drive } from "./routes/drive.ts";
import { effects } from "./routes/effects.ts";
import { embed, loader } from "./routes/embed.ts";
import { events } from "./routes/events.ts";
import { exports } from "./routes/export.ts";
import { forms } from "./routes/forms.ts";
import { frames } from "./routes/frames.ts";
import { health } from "./routes/health.ts";
import { hooks } from "./routes/hooks.ts";
import { journal } from "./routes/journal.ts";
import { knowledge } from "./routes/knowledge.ts";
import { mcp } from "./routes/mcp.ts";
import { metrics } from "./routes/metrics.ts";
import { modelCosts } from "./routes/model-costs.ts";
import { openai } from "./routes/openai.ts";
import { packageUploads } from "./routes/package-uploads.ts";
import { botPageFile } from "./routes/pages.ts";
import { releases } from "./routes/releases.ts";
import { replays } from "./routes/replay.ts";
import { settings } from "./routes/settings.ts";
import { sharedFiles } from "./routes/shared-files.ts";
import { sockets } from "./routes/socket.ts";
import { sources } from "./routes/sources.ts";
import { tables } from "./routes/tables.ts";
import { tusUploads } from "./routes/uploads-tus.ts";
import { webhooks } from "./routes/webhooks.ts";
import { traced } from "./tracing.ts";

export interface AppOptions {
  /** Where API tokens are kept; Postgres unless a test brings another. */
  tokens?: (env: Env) => ApiTokenStore;
}

export function createApp(options: AppOptions = {}): App {
  const app: App = new Hono<AppEnv>();
  const makeStore = options.tokens ?? postgresTokens;
  const tokensOf = (c: Ctx) => makeStore(c.env);
  const admission = new Admission(systemClock);

  app.use(measured);
  app.use(requestFacts);
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  app.notFound(
    async (c) =>
      (await botPageFile(c)) ?? problem(c, fail("route.unknown", "Nothing is served at this address; see /docs.")),
  );
  app.onError((error, c) => answerError(error, c));

  app.use("/api/v1/bots/:bot/conversations/*", openToForeignPages("GET, POST, PUT, DELETE, OPTIONS"));
  app.use("/api/v1/bots/:bot/conversations/*", counted(admission));
  app.use("/v1/*", counted(admission), admittedDelivery(admission));
  app.use("/hooks/v1/*", counted(admission), admittedDelivery(admission));
  app.use("/api/:bot/webhook/*", counted(admission), admittedDelivery(admission));
  app.use("/api/:bot/forms/*", openToForeignPages("POST, OPTIONS"), counted(admission), admittedDelivery(admission));
  app.use("/assets/*", openToForeignPages("GET, OPTIONS"));
  app.use("/embed/*", openToForeignPages("GET, OPTIONS"));

  // The same for every host.
  app.route("/", health());
  app.route("/", documentation);
  app.route("/assets", assets);
  app.route("/embed", loader);

  // Everything below belongs to a tenant.
  app.use(tenantOfHost());
  app.use("/api/v1/*", traced);
  app.use("/api/v1/bots/:bot/conversations/*", admitted(admission));
  app.route("/assets/themes", themeImages);
  app.route("/embed", embed);
  app.route("/console", consolePages);
  app.route("/", metrics(tokensOf));
  app.route("/api/v1", conversations);
  app.route("/api/v1", frames(tokensOf));
  app.route("/api/v1", sockets(tokensOf));
  app.route("/api/v1", attachments(tokensOf));
  app.route("/api/v1", drive(tokensOf));
  app.route("/api/v1", tusUploads(tokensOf));
  app.route("/", sharedFiles);
  app.route("/api/v1", desk(tokensOf));
  app.route("/api/v1", exports(tokensOf));
  app.route("/api/v1", botConversations(tokensOf));
  app.route("/api/v1", releases(tokensOf));
  app.route("/api/v1", sources(tokensOf));
  app.route("/api/v1", packageUploads(tokensOf));
  app.route("/api/v1", settings(tokensOf));
  app.route("/api/v1", journal(tokensOf));
  app.route("/api/v1", effects(tokensOf));
  app.route("/api/v1", replays(tokensOf));
  app.route("/api/v1", channels(tokensOf));
  app.route("/api/v1", tables(tokensOf));
  app.route("/api/v1", events(tokensOf));
  app.route("/api/v1", knowledge(tokensOf));
  app.route("/api/v1", backups(tokensOf));
  app.route("/api/v1", modelCosts(tokensOf));
  app.route("/v1", openai(tokensOf));
  app.route("/api/v1", mcp(tokensOf));
  app.route("/hooks/v1", hooks);
  app.route("/api", webhooks);
  app.route("/api", forms);
  app.route("/api/v1", admin(tokensOf, admission));
  app.route("/", botPage);
  return app;
}

function refuseMethod(c: Ctx, methods: string[]): Response {
  const allow = methods.join(", ");
  return problem(c, fail("method.not-allowed", `This address takes ${allow}.`), { allow });
}

function answerError(error: Error, c: Ctx): Response {
  if (error instanceof FaultError) return problem(c, error.failure, error.headers);
  // Only the kind and place of a mistake of ours are logged: a message could quote what a person sent.
  const place = error.stack?.split("\n").slice(1, 4).join(" < ").trim() ?? "";
  const entry = { level: "error", event: "request.failed", request: c.get("requestId"), error: error.name, place };
  console.error(JSON.stringify(entry));
  return problem(c, fail("internal", "The request failed on our side; it is in the log under this instance."));
}
