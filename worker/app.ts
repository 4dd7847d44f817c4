import { Hono } from "hono";
import type { Env } from "../durable-objects/env.ts";

export function createApp(): Hono<{ Bindings: Env }> {
  const app = new Hono<{ Bindings: Env }>();
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  return app;
}
