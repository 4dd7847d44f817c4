/** What every handler finds in its Hono context. */
import type { Context, Hono } from "hono";
import type { Env } from "../durable-objects/env.ts";

export interface Variables {
  requestId: string;
  /** From the verified host, never from a body or a forwarded header. */
  tenant: string;
  /** `traceparent` for what this request begins; absent where nobody traces. */
  trace?: string;
  /** Origins that the bot's config allows to embed it; undefined until it is known, empty = any. */
  embedOrigins?: readonly string[];
}
export interface AppEnv {
  Bindings: Env;
  Variables: Variables;
}
export type App = Hono<AppEnv>;
export type Ctx = Context<AppEnv>;
