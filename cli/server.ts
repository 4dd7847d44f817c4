/** A product that runs somewhere: its address, a key for it, and calls that say in words why they were refused. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { operatorToken } from "../scripts/up/operator.ts";
import { reasonOf } from "../scripts/up/problem.ts";
import { MissingPartError, RefusedError, UsageError } from "./exit.ts";

const DEFAULT_URL = "http://127.0.0.1:8787";
const problemSchema = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string() })).default([]),
});

export interface LocalProduct {
  url: URL;
  operatorKey: string;
}

/** The product that runs, or ran last, on a data folder; null where there is none. */
export function localProduct(data: string): LocalProduct | null {
  const addresses = read(data, "addresses.json", z.object({ edge: z.url() }));
  const secrets = read(data, "secrets.json", z.object({ operatorKey: z.string().min(1) }));
  return addresses && secrets ? { url: new URL(addresses.edge), operatorKey: secrets.operatorKey } : null;
}

function read<T>(data: string, name: string, schema: z.ZodType<T>): T | null {
  const file = path.join(data, name);
  if (!existsSync(file)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const reason = error instanceof z.ZodError || error instanceof SyntaxError ? "it is damaged" : reasonOf(error);
    throw new MissingPartError(`${file} cannot be read (${reason}): see basalt doctor --data ${data}`);
  }
}

export function addressOf(given: string | undefined, local: URL | undefined): URL {
  const text = given ?? local?.href ?? DEFAULT_URL;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`--url takes an address such as https://chat.example.com, not "${text}"`);
  if (url.username !== "" || url.password !== "")
    throw new UsageError("--url takes no user or password: the key comes from BASALT_TOKEN");
  return url;
}

/** The operator's secret signs for the product of the same data folder alone; it would be worth everything elsewhere. */
export async function tokenFor(url: URL, local: LocalProduct | null, scope: string): Promise<string> {
  const given = process.env["BASALT_TOKEN"]?.trim();
  if (given) {
    if (!/^[\x21-\x7e]+$/.test(given)) throw new UsageError("BASALT_TOKEN holds signs that no API token has");
    const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
    if (url.protocol === "http:" && !isLoopback)
      throw new UsageError(`BASALT_TOKEN would be readable on the way to ${url.origin}: use https`);
    return given;
  }
  if (local?.url.origin === url.origin) return operatorToken(local.operatorKey);
  throw new UsageError(
    `no key for ${url.origin}: set BASALT_TOKEN to an API token with the scope ${scope} (made in the console)`,
  );
}

export function unreachable(url: URL, error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === "TimeoutError")
    return `${url.origin} did not answer within ${timeoutMs / 1000} s`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : reasonOf(cause);
  return `${url.origin} cannot be reached (${code}): start the product with npm start, or name it with --url`;
}

const TIMEOUT_MS = 120_000;

interface Call {
  method?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  type?: string;
}

/** Calls of the API. `token` is asked for each call: an operator's lives for two minutes. */
export class Server {
  readonly url: URL;
  private readonly token: () => Promise<string>;
  private readonly scope: string;

  constructor(url: URL, token: () => Promise<string>, scope: string) {
    this.url = url;
    this.token = token;
    this.scope = scope;
  }

  /** JSON of a route; the shape is that of this version's worker. Throws what the product says when it refuses. */
  async json<T>(route: string, init: { method?: string; body?: string; type?: string } = {}): Promise<T> {
    return (await (await this.call(route, init, TIMEOUT_MS)).json()) as T;
  }

  /** A call that answers nothing. */
  async done(route: string, init: { method: string; body?: string }): Promise<void> {
    await (await this.call(route, init, TIMEOUT_MS)).body?.cancel();
  }

  /** Bytes to a route, and its JSON. */
  async send<T>(route: string, body: Uint8Array<ArrayBuffer>, type: string): Promise<T> {
    return (await (await this.call(route, { method: "POST", body, type }, TIMEOUT_MS)).json()) as T;
  }

  /** The bytes that a route answers. */
  async bytes(route: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.call(route, {}, TIMEOUT_MS)).arrayBuffer());
  }

  /** Puts bytes in place. Throws what the product says when it refuses, with the paths that it names. */
  async put(route: string, body: Uint8Array<ArrayBuffer>, type: string): Promise<void> {
    await (await this.call(route, { method: "PUT", body, type }, TIMEOUT_MS)).body?.cancel();
  }

  /** JSON Lines as they come. A line that is cut off at the end is an error. */
  async *lines<T>(route: string, init: { method?: string; body?: string; type?: string } = {}): AsyncGenerator<T> {
    const response = await this.call(route, init, null);
    let rest = "";
    for await (const part of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const lines = (rest + part).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line !== "") yield JSON.parse(line) as T;
    }
    if (rest !== "") throw new MissingPartError(`${this.url.origin} broke off in the middle of its answer`);
  }

  /** The header that says who calls. */
  async authorization(): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.token()}` };
  }

  private async call(
    route: string,
    { method = "GET", body, type = "application/json" }: Call,
    timeoutMs: number | null,
  ): Promise<Response> {
    const headers = await this.authorization();
    if (body !== undefined) headers["content-type"] = type;
    const response = await fetch(new URL(route, this.url), {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      // The key is for this address alone.
      redirect: "error",
      ...(timeoutMs === null ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
    }).catch((error: unknown) => {
      throw new MissingPartError(unreachable(this.url, error, TIMEOUT_MS));
    });
    if (response.ok) return response;
    const problem = problemSchema.safeParse(await response.json().catch(() => null)).data;
    const said = problem?.detail ?? `the product answered ${response.status}`;
    if (response.status === 401) throw new RefusedError(`the key is not valid there: ${said}`);
    if (response.status === 403) throw new RefusedError(`${said} The key needs the scope ${this.scope}.`);
    throw new RefusedError(
      problem ? `${said} (${problem.code})` : said,
      problem?.code,
      problem?.errors.map(({ path }) => path),
    );
  }
}

/** The product at an address, or the one of the data folder. */
export function connect(url: string | undefined, data: string, scope: string): Server {
  const local = localProduct(data);
  const address = addressOf(url, local?.url);
  return new Server(address, () => tokenFor(address, local, scope), scope);
}

export interface Conversation {
  bot: string;
  id: string;
  /** Where it is, when its whole address was given. */
  url: string | undefined;
}

/** `BOT/ID`, or the address of a conversation at the API; null where it is neither. */
export function conversationNamed(text: string): Conversation | null {
  const short = /^([a-z0-9][a-z0-9_-]{0,62})\/([a-v0-9]{26})$/.exec(text);
  if (short) return { bot: short[1]!, id: short[2]!, url: undefined };
  if (!/^https?:/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const found = /\/bots\/([^/]+)\/conversations\/([a-v0-9]{26})(?:\/|$)/.exec(url.pathname);
  return found ? { bot: decodeURIComponent(found[1]!), id: found[2]!, url: url.origin } : null;
}
