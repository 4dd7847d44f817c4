/**
 * The local Postgres, a process of its own: PGlite, or a real server where DATABASE_URL names one, behind a proxy that
 * speaks Neon's HTTP and web socket protocol. A process of its own because PGlite computes on the thread that calls it.
 *
 * Environment: BASALT_DB_PORT, BASALT_DB_FOLDER, BASALT_DB_PASSWORD, BASALT_DB_MIGRATIONS, DATABASE_URL (optional).
 * The port listens at once; queries get "the database is starting" until it has.
 */
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { WebSocketServer } from "ws";
import * as z from "zod";
import type { Backend } from "./backend.ts";
import { isDamage, runMigrations } from "./migrate.ts";
import { answerSql } from "./neon-http.ts";
import { serveWire } from "./neon-socket.ts";
import { type MovedAside, moveAside, openPglite } from "./pglite-backend.ts";
import { postgresBackend } from "./postgres-backend.ts";
import { MAX_MESSAGE_BYTES } from "./wire.ts";

/** What this process tells its parent. */
export type DatabaseReport =
  | { type: "ready"; backend: Backend["kind"]; ms: number; moved?: MovedAside }
  | { type: "failed"; message: string };

const MAX_SOCKETS = 64;
const POOL_SIZE = 8;
const CLOSE_MS = 5_000;
const RETRY_MS = 2_000;

const environment = z
  .object({
    BASALT_DB_PORT: z.coerce.number().int().min(1).max(65_535),
    BASALT_DB_FOLDER: z.string().min(1),
    BASALT_DB_PASSWORD: z.string().min(16, "is shorter than 16 characters"),
    BASALT_DB_MIGRATIONS: z.string().default(path.join(path.dirname(fileURLToPath(import.meta.url)), "../migrations")),
    DATABASE_URL: z.string().optional(),
  })
  .safeParse(process.env);

if (environment.success) await serve(environment.data);
else {
  process.stderr.write(`The database cannot start: ${z.prettifyError(environment.error)}\n`);
  process.exitCode = 3;
}

async function serve(settings: NonNullable<typeof environment.data>): Promise<void> {
  const { BASALT_DB_PASSWORD: password } = settings;
  let backend: Backend | undefined;
  let pool: pg.Pool | undefined;

  const server = http.createServer((request, response) => {
    if (request.method === "POST" && request.url === "/sql")
      return void answerSql(request, response, { pool: () => pool, password });
    if (request.method === "GET" && request.url === "/healthz") {
      const body = JSON.stringify({ state: pool === undefined ? "starting" : "ready", backend: backend?.kind ?? null });
      return void response.writeHead(200, { "content-type": "application/json" }).end(body);
    }
    response.writeHead(404).end();
  });
  server.requestTimeout = 60_000;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) => {
    if (request.url !== "/v1" || sockets.clients.size >= MAX_SOCKETS)
      return void socket.end("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    sockets.handleUpgrade(request, socket, head, (ws) => serveWire(ws, { backend: () => backend, password }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.BASALT_DB_PORT, "127.0.0.1", resolve);
  });

  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), CLOSE_MS).unref();
    server.close();
    for (const socket of sockets.clients) socket.terminate();
    await pool?.end();
    await backend?.close();
    process.exit(0);
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", () => {}); // a terminal's Ctrl-C reaches the whole group; the parent ends this process in its order
  process.on("disconnect", close); // the parent is gone: the folder must be free for its successor

  const started = Date.now();
  const opened = await open(settings, () => process.exit(1));
  backend = opened.backend;
  pool = new pg.Pool({
    ...backend.clientConfig(),
    max: POOL_SIZE,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 20_000,
  });
  pool.on("error", (error) => log(`a connection to the database broke: ${error.message}`));
  tell({
    type: "ready",
    backend: backend.kind,
    ms: Date.now() - started,
    ...(opened.moved === undefined ? {} : { moved: opened.moved }),
  });
}

async function open(
  settings: NonNullable<typeof environment.data>,
  broken: () => void,
): Promise<{ backend: Backend; moved?: MovedAside | undefined }> {
  const { BASALT_DB_FOLDER: folder, BASALT_DB_MIGRATIONS: migrations, DATABASE_URL: url } = settings;
  if (url !== undefined && url !== "") {
    const backend = postgresBackend(url);
    for (;;) {
      try {
        await runMigrations(backend, migrations);
        return { backend };
      } catch (error) {
        // The server may come up later; the product runs without it meanwhile.
        tell({ type: "failed", message: `the database of DATABASE_URL is not usable: ${reason(error)}` });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
  const onBroken = (error: unknown): void => {
    log(`the embedded database failed: ${reason(error)}`);
    broken();
  };
  const first = await openPglite(folder, onBroken);
  try {
    await runMigrations(first.backend, migrations);
    return first;
  } catch (error) {
    if (!isDamage(error) || first.moved !== undefined) throw error;
    await first.backend.close().catch(() => {});
    const moved = moveAside(folder, reason(error));
    const { backend } = await openPglite(folder, onBroken);
    await runMigrations(backend, migrations);
    return { backend, moved };
  }
}

function tell(report: DatabaseReport): void {
  log(JSON.stringify(report));
  if (process.connected) process.send?.(report);
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 300);
}
