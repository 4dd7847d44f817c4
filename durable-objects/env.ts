/** The bindings of the product's worker, as wrangler.toml and the start script provide them. */
import type { ProjectionHint } from "../contracts/objects.ts";
import type { BotObject } from "./bot-object.ts";
import type { ConnectionObject } from "./connection-object.ts";
import type { DataObject } from "./data-object.ts";
import type { DriveObject } from "./drive-object.ts";
import type { KnowledgeObject } from "./knowledge-object.ts";
import type { LedgerObject } from "./ledger-object.ts";
import type { McpObject } from "./mcp-object.ts";
import type { OnceObject } from "./once-object.ts";
import type { ReplayObject } from "./replay-object.ts";
import type { SessionObject } from "./session-object.ts";
import type { UserObject } from "./user-object.ts";

export interface Env {
  SESSION: DurableObjectNamespace<SessionObject>;
  BOT: DurableObjectNamespace<BotObject>;
  DATA: DurableObjectNamespace<DataObject>;
  KNOWLEDGE: DurableObjectNamespace<KnowledgeObject>;
  /** What may happen once: the use of an administrator's link. */
  ONCE: DurableObjectNamespace<OnceObject>;
  CONNECTION: DurableObjectNamespace<ConnectionObject>;
  REPLAY: DurableObjectNamespace<ReplayObject>;
  DRIVE: DurableObjectNamespace<DriveObject>;
  USER: DurableObjectNamespace<UserObject>;
  LEDGER: DurableObjectNamespace<LedgerObject>;
  MCP: DurableObjectNamespace<McpObject>;
  FILES: R2Bucket;
  /** Host name to tenant id. */
  HOSTS: KVNamespace;
  PROJECTIONS: Queue<ProjectionHint>;
  ASSETS: Fetcher;
  /** The models worker (models/index.ts). */
  MODELS: Fetcher;
  /** Tenant of hosts that HOSTS does not name; empty in a deployment where every host must be known. */
  DEFAULT_TENANT: string;
  /** Secret. JSON `{"current":"k1","keys":{"k1":"<base64url, 32 bytes>"}}`: conversation tokens. */
  CONVERSATION_KEYS: string;
  /** Secret. Base64url, 32 bytes: signs administrator links and the start script's own calls. */
  OPERATOR_KEY: string;
  /** The GPU gateway; absent means documents stay unread until there is one. */
  GATEWAY_URL?: string;
  /** Secret. Ed25519 private JWK with `kid`. */
  GATEWAY_PRIVATE_JWK?: string;
  /** Secret. Postgres connection string; absent means no history and no API tokens. */
  DATABASE_URL?: string;
  /** host:port of the local Neon-protocol proxy; absent where DATABASE_URL is a Neon database. */
  NEON_PROXY?: string;
  /** Where traces are sent as OTLP over HTTP; absent means none (docs/observability.md). */
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  /** Secret. Headers for it, `name=value,name=value`. */
  OTEL_EXPORTER_OTLP_HEADERS?: string;
  /** Hosts with port, separated by commas, that channels may call although they are private or without TLS (a program beside the worker). */
  CHANNEL_PRIVATE_HOSTS?: string;
  /** What the drives of all bots of a tenant may hold together, in GB; absent or 0: as much as each bot's own quota allows. */
  TENANT_STORAGE_QUOTA_GB?: string;
  UPSTASH_REDIS_REST_URL?: string;
  /** Secret. */
  UPSTASH_REDIS_REST_TOKEN?: string;
  /** How requests of scripts leave: `gateway`, or `direct` (docs/http.md). */
  EGRESS?: string;
  /** `host:port`, separated by commas: programs of the installation that every tenant's scripts may call. */
  OUTBOUND_PRIVATE_HOSTS?: string;
  /** JSON by tenant: which hosts its scripts may call (platform/outbound/policy.ts). */
  OUTBOUND_TENANTS?: string;
  /** Bounds of what an isolate carries; platform/load-limits.ts has the defaults. */
  LIMIT_SOCKETS?: string;
  LIMIT_NEW_CONVERSATIONS?: string;
  LIMIT_TURNS?: string;
  LIMIT_TENANT_SHARE?: string;
  /** How many files workerd may have open, where the start script runs it; absent on Cloudflare. */
  OPEN_FILES_LIMIT?: string;
  /** JSON list of replies: a scripted language model in place of any configured one (models/providers/scripted.ts). */
  SCRIPTED_MODEL?: string;
  /** "1" while tests run: phase marks, and the switch below. Never set in a deployment. */
  BASALT_TEST?: string;
  /** Breaks a promise on purpose (durable-objects/session/test-switch.ts): "dedupe", "outbox", "journal", "intents" or "keys". */
  BASALT_TEST_BREAK?: string;
}
