/** The worker's routes for the tests, with API tokens that need no database. */
import { env } from "cloudflare:workers";
import { API_TOKEN_PREFIX, type Scope } from "../../contracts/admin.ts";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import type { Problem } from "../../contracts/faults.ts";
import { createApp } from "../../worker/app.ts";
import type { ApiTokenStore } from "../../worker/auth/api-tokens.ts";
import { sha256Hex } from "../../worker/auth/secrets.ts";
import { conversation, type Talk, TENANT } from "./support-session.ts";

const ORIGIN = "http://localhost:8787";
const known = new Map<string, { id: string; scopes: string[] }>();

const store: ApiTokenStore = {
  create: () => Promise.reject(new Error("not here")),
  list: async () => [],
  revoke: async () => false,
  find: async (tenant, hash) => {
    const found = tenant === TENANT ? known.get(hash) : undefined;
    return found
      ? { ...found, name: "test", createdAt: "2026-01-01T00:00:00.000Z", expiresAt: null, revokedAt: null }
      : null;
  },
};
const app = createApp({ tokens: () => store });

/** A new API token of the default tenant. */
export async function apiToken(...scopes: Scope[]): Promise<string> {
  const token = `${API_TOKEN_PREFIX}${crypto.randomUUID()}`;
  known.set(await sha256Hex(token), { id: crypto.randomUUID(), scopes });
  return token;
}

export const call = async (path: string, init: RequestInit = {}): Promise<Response> =>
  app.request(ORIGIN + path, init, env);

/** With a bearer token; a body makes it a POST of JSON. */
export function send(token: string, path: string, body?: unknown, method = body === undefined ? "GET" : "POST") {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
  };
  return call(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

/** Status and code of a problem. */
export async function codeOf(answer: Response | Promise<Response>): Promise<string> {
  const { status, code } = await (await answer).json<Problem>();
  return `${status} ${code}`;
}

/** A conversation that is opened over HTTP, with the path of its routes. */
export async function openOverHttp(bot: string): Promise<OpenAnswer & { path: string; talk: Talk }> {
  const answer = await call(`/api/v1/bots/${bot}/conversations`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  if (answer.status !== 201) throw new Error(`not opened: ${answer.status} ${await answer.text()}`);
  const opened = await answer.json<OpenAnswer>();
  // Known to the test of replay like one that was opened past the routes.
  const talk = conversation(bot);
  talk.key.conversation = opened.id;
  return { ...opened, talk, path: `/api/v1/bots/${bot}/conversations/${opened.id}` };
}

/** Durable frames as they came on the wire, and the passing ones apart. */
export class Wire {
  readonly durable: string[] = [];
  readonly passing: string[] = [];
  closed: number | null = null;
  private readonly socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const text = String(data);
      (text.startsWith('{"seq":') ? this.durable : this.passing).push(text);
    });
    socket.addEventListener("close", ({ code }) => {
      this.closed ??= code;
    });
    socket.accept();
  }

  static async connect(token: string, path: string): Promise<Wire> {
    const answer = await call(`${path}/socket`, {
      headers: { upgrade: "websocket", "sec-websocket-protocol": `basalt.v1, basalt.token.${token}` },
    });
    if (!answer.webSocket) throw new Error(`no socket: ${answer.status} ${await answer.text()}`);
    return new Wire(answer.webSocket);
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame));
  }
  close(): void {
    this.socket.close(1000, "done");
  }
}
