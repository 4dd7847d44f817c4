/**
 * Upstash's REST protocol on the loopback address, as @upstash/redis 1.39 speaks it: a command as a JSON array at /, several at
 * /pipeline, a transaction at /multi-exec, a command as path segments, and /subscribe/CHANNEL as server-sent events.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { type RedisBackend, RedisError, type Reply } from "./backend.ts";
import { memoryBackend } from "./memory.ts";
import { redisServerBackend } from "./server.ts";

export interface RedisEndpoint {
  url: string;
  stop(): Promise<void>;
}

const MAX_REQUEST_BYTES = 10 * 1024 * 1024;
const MAX_COMMANDS = 1_000;
const MAX_SUBSCRIBERS = 100;
const KEEP_ALIVE_MS = 15_000;

const wordSchema = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const commandSchema = z.array(wordSchema).min(1);
const commandsSchema = z.array(commandSchema).max(MAX_COMMANDS);

export async function startRedisEndpoint(options: {
  token: string;
  redisUrl: string | undefined;
  say(line: string): void;
  port?: number;
}): Promise<RedisEndpoint> {
  const backend = options.redisUrl ? redisServerBackend(options.redisUrl, options.say) : memoryBackend();
  const subscribers = new Set<ServerResponse>();
  const server = http.createServer((request, response) => {
    answer(request, response, { backend, token: options.token, subscribers }).catch((error: unknown) => {
      if (error instanceof RedisError) send(response, 400, { error: error.message });
      else if (error instanceof Refused) send(response, error.status, { error: error.message });
      else send(response, 500, { error: "ERR internal error" });
    });
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      for (const response of subscribers) response.end();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await backend.stop();
    },
  };
}

class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Context {
  backend: RedisBackend;
  token: string;
  subscribers: Set<ServerResponse>;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { backend, token, subscribers }: Context,
): Promise<void> {
  // Upstash also takes the token from the query; a secret has no place in an address.
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  if (!sameToken(given, token)) throw new Refused(401, "WRONGPASS invalid or missing auth token");
  const base64 = request.headers["upstash-encoding"] === "base64";
  const segments =
    (request.url ?? "/")
      .split("?")[0]
      ?.split("/")
      .filter((part) => part !== "")
      .map(decode) ?? [];
  if (segments[0] === "subscribe" && segments.length > 1)
    return subscribe(request, response, backend, segments.slice(1), subscribers);
  const body = await readBody(request);
  switch (segments[0]) {
    case "pipeline": {
      const results: unknown[] = [];
      for (const words of parse(commandsSchema, body)) {
        results.push(
          await backend.command(words).then(
            (reply) => shown(reply, base64),
            (error: unknown) => failed(error),
          ),
        );
      }
      return send(response, 200, results);
    }
    case "multi-exec": {
      const replies = await backend.transaction(parse(commandsSchema, body));
      return send(
        response,
        200,
        replies.map((reply) => (reply instanceof RedisError ? failed(reply) : shown(reply, base64))),
      );
    }
    case undefined:
      return send(response, 200, shown(await backend.command(parse(commandSchema, body)), base64));
    default:
      // The body of such a call is the last word.
      return send(response, 200, shown(await backend.command(body === "" ? segments : [...segments, body]), base64));
  }
}

/** Text is base64 when the client asked for it; the reply OK never is, but an element OK of a list is. */
function shown(reply: Reply, base64: boolean): { result: unknown } {
  const show = (value: Reply): unknown => {
    if (Array.isArray(value)) return value.map(show);
    if (typeof value !== "string" && !Buffer.isBuffer(value)) return value;
    return Buffer.from(value).toString(base64 ? "base64" : "utf8");
  };
  const isOk = !Array.isArray(reply) && reply !== null && String(reply) === "OK";
  return { result: isOk ? "OK" : show(reply) };
}

function failed(error: unknown): { error: string } {
  if (error instanceof RedisError) return { error: error.message };
  throw error;
}

async function subscribe(
  request: IncomingMessage,
  response: ServerResponse,
  backend: RedisBackend,
  channels: string[],
  subscribers: Set<ServerResponse>,
): Promise<void> {
  if (subscribers.size >= MAX_SUBSCRIBERS) throw new Refused(429, "ERR max number of subscribers reached");
  const leave = await backend.subscribe(channels, (channel, text) =>
    response.write(`data: message,${channel},${text}\n\n`),
  );
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  for (const [i, channel] of channels.entries()) response.write(`data: subscribe,${channel},${i + 1}\n\n`);
  subscribers.add(response);
  const beat = setInterval(() => response.write(": \n\n"), KEEP_ALIVE_MS);
  const end = (): void => {
    clearInterval(beat);
    subscribers.delete(response);
    leave();
  };
  request.on("close", end);
  response.on("close", end);
}

function parse<T>(schema: z.ZodType<T>, body: string): T {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refused(400, "ERR failed to parse command");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refused(400, `ERR failed to parse command: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refused(400, "ERR failed to parse command");
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) throw new Refused(413, `ERR max request size exceeded: ${MAX_REQUEST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sameToken(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return void response.end();
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length });
  response.end(bytes);
}
