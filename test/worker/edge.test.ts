/** The edge from outside: every route, status and header of the contract, through the worker's own entry. */
import { env, exports } from "cloudflare:workers";
import { strToU8, zipSync } from "fflate";
import { SignJWT } from "jose";
import { beforeAll, describe, expect, it, test } from "vitest";
import type { ApiToken } from "../../contracts/admin.ts";
import type { Problem } from "../../contracts/faults.ts";
import { createApp } from "../../worker/app.ts";
import type { ApiTokenStore } from "../../worker/auth/api-tokens.ts";

const ORIGIN = "http://localhost:8787";
const START = `
TALK "Hello"
HEAR name AS NAME WITH "Who are you?"
TALK "Hi " + name
HEAR more AS TEXT
TALK "Bye"
`;
const CSS = `:root { --basalt-accent: #0b6b57; --text: #111; --bg: #222; background: url(https://evil.example/x); --basalt-font: "a;b"; --radius: calc(1px) }
@media (prefers-color-scheme: dark) { :root { --basalt-accent: #5cc7ae } }`;
const LOGO = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

type Init = RequestInit & { host?: string };
function call(path: string, init: Init = {}): Promise<Response> {
  return exports.default.fetch(new Request((init.host ?? ORIGIN) + path, { redirect: "manual", ...init }));
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });

async function problem(answer: Response | Promise<Response>): Promise<Problem> {
  const response = await answer;
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = await response.json<Problem>();
  expect(body.status).toBe(response.status);
  expect(body.instance).toBe(`urn:uuid:${response.headers.get("x-request-id")}`);
  return body;
}
const codeOf = async (answer: Response | Promise<Response>) => {
  const { status, code } = await problem(answer);
  return `${status} ${code}`;
};

function jwt(audience: string, claims: Record<string, unknown> = {}, seconds = 120, age = 0): Promise<string> {
  const now = Math.floor(Date.now() / 1000) - age;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setAudience(audience)
    .setJti(crypto.randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(
      Uint8Array.from(atob(env.OPERATOR_KEY.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0)),
    );
}

function pack(bot: string, config: Record<string, string> = {}): ArrayBuffer {
  const rows = Object.entries({ "bot-name": "Edge", ...config }).map(([key, value]) => `${key},"${value}"`);
  const zip = zipSync({
    [`${bot}.gbdialog/start.bas`]: strToU8(START),
    [`${bot}.gbot/config.csv`]: strToU8(`name,value\n${rows.join("\n")}\n`),
    [`${bot}.gbtheme/theme.css`]: strToU8(CSS),
    [`${bot}.gbtheme/logo.svg`]: strToU8(LOGO),
  });
  return new Uint8Array(zip).buffer;
}
async function publish(bot: string, config: Record<string, string> = {}): Promise<Response> {
  return call(`/api/v1/bots/${bot}/releases`, {
    method: "POST",
    body: pack(bot, config),
    headers: { authorization: `Bearer ${await jwt("basalt-operator")}`, "content-type": "application/zip" },
  });
}

interface Opened {
  id: string;
  token: string;
  seq: number;
  state: string;
  frames: { seq: number; type: string; text?: string }[];
}
const CONVERSATIONS = "/api/v1/bots/edge/conversations";
const open = async (): Promise<Opened> => (await post(CONVERSATIONS, {})).json();
const auth = (token: string) => ({ authorization: `Bearer ${token}` });

beforeAll(async () => {
  expect((await publish("edge")).status).toBe(201);
  expect(
    (await publish("listed", { "embed-origins": "https://shop.example https://www.shop.example javascript:0 *" }))
      .status,
  ).toBe(201);
});

describe("every answer", () => {
  it("carries a request id, the time and safe headers", async () => {
    const answer = await call("/healthz");
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get("server-timing")).toMatch(/^edge;dur=\d+$/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(
      (await call("/healthz", { host: "https://localhost" })).headers.get("strict-transport-security"),
    ).toBeTruthy();
  });

  it("takes a request id of the right form only", async () => {
    const id = crypto.randomUUID();
    expect((await call("/healthz", { headers: { "x-request-id": id } })).headers.get("x-request-id")).toBe(id);
    const forged = await call("/healthz", { headers: { "x-request-id": "<b>x" } });
    expect(forged.headers.get("x-request-id")).not.toContain("<");
  });

  it("is a problem where the path or the method is wrong", async () => {
    expect(await codeOf(call("/a/b/c/d"))).toBe("404 route.unknown");
    const wrong = await call(`${CONVERSATIONS}/x/messages`, { method: "PUT" });
    expect(wrong.headers.get("allow")).toContain("POST");
    expect(await codeOf(wrong)).toBe("405 method.not-allowed");
    expect(await codeOf(call("/healthz", { method: "POST" }))).toBe("405 method.not-allowed");
  });

  it("answers HEAD without a body", async () => {
    const answer = await call("/edge", { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });
});

describe("hosts", () => {
  it("maps a known host, and serves the default tenant elsewhere", async () => {
    await env.HOSTS.put("chat.acme.example", "acme");
    // Tenant acme has no bot of this name.
    expect(await codeOf(call("/edge", { host: "https://chat.acme.example" }))).toBe("404 bot.unknown");
    expect((await call("/edge", { host: "http://127.0.0.1:8787" })).status).toBe(200);
  });

  it("refuses an unknown host where there is no default, and ignores forwarded names", async () => {
    const app = createApp();
    const strict = { ...env, DEFAULT_TENANT: "" };
    const go = (host: string, headers: Record<string, string> = {}) =>
      app.request(`https://${host}/edge`, { headers }, strict);
    expect((await go("nobody.example")).status).toBe(421);
    expect((await go("nobody.example", { "x-forwarded-host": "chat.acme.example" })).status).toBe(421);
    expect((await go("chat.acme.example")).status).toBe(404);
    expect((await app.request("https://nobody.example/healthz", {}, strict)).status).toBe(200);
  });

  it("does not hand another tenant's host to the default one when the table is away", async () => {
    const app = createApp();
    const broken = { ...env, HOSTS: { get: () => Promise.reject(new Error("away")) } };
    expect((await app.request("https://chat.acme.example/edge", {}, broken)).status).toBe(503);
    expect((await app.request("http://localhost/edge", {}, broken)).status).toBe(200);
  });
});

describe("opening a conversation", () => {
  it("answers 201 with id, token and the first frames", async () => {
    const answer = await post(CONVERSATIONS, { user: { name: "Ada" }, locale: "en", args: { a: 1 } });
    expect(answer.status).toBe(201);
    const body = await answer.json<Opened>();
    expect(body.id).toMatch(/^[a-v0-9]{26}$/);
    expect(body.frames.map((frame) => frame.type)).toEqual(["talk", "talk", "hear", "state"]);
    expect([body.seq, body.state]).toEqual([4, "waiting"]);
  });

  it("takes an empty body", async () => {
    expect((await call(CONVERSATIONS, { method: "POST" })).status).toBe(201);
  });

  it("opens one conversation for the same Idempotency-Key and body", async () => {
    const headers = { "idempotency-key": "a-key-of-mine" };
    const ids = await Promise.all(
      [{}, {}, { locale: "pt" }].map(
        async (body) => (await (await post(CONVERSATIONS, body, headers)).json<Opened>()).id,
      ),
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
    const other = await post("/api/v1/bots/listed/conversations", {}, headers);
    expect((await other.json<Opened>()).id).not.toBe(ids[0]);
    const elsewhere = await post(CONVERSATIONS, {}, { ...headers, "cf-connecting-ip": "203.0.113.9" });
    expect((await elsewhere.json<Opened>()).id).not.toBe(ids[0]);
    expect(await codeOf(post(CONVERSATIONS, {}, { "idempotency-key": "x".repeat(300) }))).toBe("400 request.invalid");
  });

  it.each([
    ["no JSON", "{oops", "400 request.invalid"],
    ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "400 request.invalid"],
    ["too deep", `{"args":{"a":${"[".repeat(100)}${"]".repeat(100)}}}`, "400 request.invalid"],
    ["far too deep", "[".repeat(60_000), "400 request.invalid"],
    ["another shape", '{"channel":7,"user":{"name":9}}', "400 request.invalid"],
    ["too large", JSON.stringify({ args: { a: "x".repeat(200_000) } }), "413 request.too-large"],
  ])("refuses a body with %s", async (_what, body, expected) => {
    const answer = await call(CONVERSATIONS, { method: "POST", body, headers: { "content-type": "application/json" } });
    expect(await codeOf(answer)).toBe(expected);
  });

  it("names the path of each mistake", async () => {
    const { errors } = await problem(post(CONVERSATIONS, { channel: 7, user: { name: 9 } }));
    expect(errors?.map((error) => error.path)).toEqual(["/channel", "/user/name"]);
  });

  it("measures a body while it arrives, whatever its length claims", async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const headers = { "content-type": "application/json" };
    expect(await codeOf(call(CONVERSATIONS, { method: "POST", body, headers }))).toBe("413 request.too-large");
  });

  it("refuses another content type and an unknown bot", async () => {
    const form = { method: "POST", body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } };
    expect(await codeOf(call(CONVERSATIONS, form))).toBe("415 request.unsupported-type");
    expect(await codeOf(post("/api/v1/bots/nosuch/conversations", {}))).toBe("404 bot.unknown");
    expect(await codeOf(post("/api/v1/bots/No%20Such/conversations", {}))).toBe("404 bot.unknown");
    expect(await codeOf(post("/api/v1/bots/assets/conversations", {}))).toBe("404 bot.unknown");
  });
});

describe("messages", () => {
  it("runs a message once, whatever is sent again, also at the same time", async () => {
    const { id, token } = await open();
    const send = () => post(`${CONVERSATIONS}/${id}/messages`, { id: "m-1", text: "ada" }, auth(token));
    const answers = await Promise.all([send(), send(), send()]);
    answers.push(await send());
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain("Hi Ada");
    expect(bodies[0]).not.toContain("quiet");
  });

  it("asks for the token, and takes only this conversation's", async () => {
    const [mine, other] = [await open(), await open()];
    const path = `${CONVERSATIONS}/${mine.id}/messages`;
    const message = { id: "m", text: "x" };
    const none = await post(path, message);
    expect(none.headers.get("www-authenticate")).toBe("Bearer");
    expect(await codeOf(none)).toBe("401 auth.required");
    for (const token of [other.token, `${mine.token.slice(0, -2)}xx`, "k.x", "x".repeat(500)])
      expect(await codeOf(post(path, message, auth(token)))).toBe("401 auth.invalid");
    const otherBot = path.replace("/edge/", "/listed/");
    expect(await codeOf(post(otherBot, message, auth(mine.token)))).toBe("401 auth.invalid");
    expect(await codeOf(call(path, { method: "POST", headers: { authorization: "Basic eDp5" } }))).toBe(
      "401 auth.required",
    );
    expect(await codeOf(post(`${CONVERSATIONS}/short/messages`, message, auth(mine.token)))).toBe(
      "404 conversation.unknown",
    );
    expect(await codeOf(post(path, { id: "", text: 1 }, auth(mine.token)))).toBe("400 request.invalid");
  });
});

describe("frames", () => {
  it("reads pages after a number", async () => {
    const { id, token } = await open();
    const read = async (query: string) =>
      (await call(`${CONVERSATIONS}/${id}/frames${query}`, { headers: auth(token) })).json<{
        items: { seq: number }[];
      }>();
    expect((await read("")).items.map((frame) => frame.seq)).toEqual([1, 2, 3, 4]);
    expect((await read("?after=2")).items.map((frame) => frame.seq)).toEqual([3, 4]);
    expect((await read("?after=1&limit=2")).items.map((frame) => frame.seq)).toEqual([2, 3]);
    expect((await read("?after=99")).items).toEqual([]);
    for (const query of ["?after=-1", "?after=x", "?limit=0", "?limit=10001", "?after=1e3"])
      expect(await codeOf(call(`${CONVERSATIONS}/${id}/frames${query}`, { headers: auth(token) }))).toBe(
        "400 request.invalid",
      );
    expect(await codeOf(call(`${CONVERSATIONS}/${id}/frames`))).toBe("401 auth.required");
  });

  it("follows them live as events, from the last id on", async () => {
    const { id, token } = await open();
    const headers = { ...auth(token), accept: "text/event-stream", "last-event-id": "3" };
    const answer = await call(`${CONVERSATIONS}/${id}/frames?after=0`, { headers });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = "";
    const until = async (part: string) => {
      while (!seen.includes(part)) {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) throw new Error(`the stream ended before ${part}`);
        seen += chunk.value;
      }
    };
    await until("id: 4\n");
    await post(`${CONVERSATIONS}/${id}/messages`, { id: "m", text: "ada" }, auth(token));
    await until("Hi Ada");
    expect(seen).not.toContain("id: 3\n");
    expect([...seen.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]))).toEqual(
      Array.from({ length: [...seen.matchAll(/^id: /gm)].length }, (_, index) => index + 4),
    );
    await reader?.cancel();
  });
});

describe("sockets", () => {
  const upgrade = (path: string, protocols?: string, more: Record<string, string> = {}) =>
    call(path, {
      headers: { upgrade: "websocket", ...(protocols ? { "sec-websocket-protocol": protocols } : {}), ...more },
    });

  it("opens with the token as a subprotocol and selects ours", async () => {
    const { id, token } = await open();
    const answer = await upgrade(`${CONVERSATIONS}/${id}/socket?after=3`, `basalt.v1, basalt.token.${token}`);
    expect(answer.status).toBe(101);
    expect(answer.headers.get("sec-websocket-protocol")).toBe("basalt.v1");
    const socket = answer.webSocket;
    socket?.accept();
    const first = await new Promise<string>((resolve) => {
      socket?.addEventListener("message", (event) => resolve(String(event.data)), { once: true });
    });
    expect(JSON.parse(first)).toMatchObject({ seq: 4, type: "state" });
    socket?.close();
  });

  it("refuses a wrong or foreign token before anything wakes, and a malformed request", async () => {
    const [mine, other] = [await open(), await open()];
    const path = `${CONVERSATIONS}/${mine.id}/socket`;
    for (const token of [other.token, "nonsense"])
      expect(await codeOf(upgrade(path, `basalt.v1, basalt.token.${token}`))).toBe("401 auth.invalid");
    expect(await codeOf(upgrade(path, `basalt.token.${mine.token}`))).toBe("400 request.invalid");
    expect(await codeOf(upgrade(`${path}?after=x`, "basalt.v1"))).toBe("400 request.invalid");
    expect(await codeOf(upgrade(`${CONVERSATIONS}/no/socket`, "basalt.v1"))).toBe("404 conversation.unknown");
    expect(await codeOf(call(path))).toBe("426 request.upgrade-required");
  });

  it("words what the conversation's object refuses", async () => {
    const { id, token } = await open();
    const path = `${CONVERSATIONS}/${id}/socket`;
    const offered = `basalt.v1, basalt.token.${token}`;
    const sockets = await Promise.all(Array.from({ length: 50 }, () => upgrade(path, offered)));
    for (const { webSocket } of sockets) webSocket?.accept();
    expect(await codeOf(upgrade(path, offered))).toBe("429 rate.limited");
    for (const { webSocket } of sockets) webSocket?.close();
  });

  it("gives nothing to a socket that only claims to be authenticated", async () => {
    const { id } = await open();
    const forged = { "x-basalt-authenticated": "1", "x-basalt-conversation": id };
    const answer = await upgrade(`${CONVERSATIONS}/${id}/socket`, "basalt.v1", forged);
    expect(answer.status).toBe(101);
    const heard: string[] = [];
    answer.webSocket?.accept();
    answer.webSocket?.addEventListener("message", (event) => heard.push(String(event.data)));
    await scheduler.wait(200);
    expect(heard.filter((text) => text.includes('"seq"'))).toEqual([]);
    answer.webSocket?.close();
  });
});

describe("foreign pages", () => {
  it("may call a bot without a list from anywhere, and never with cookies", async () => {
    const answer = await post(CONVERSATIONS, {}, { origin: "https://any.example" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    const preflight = await call(CONVERSATIONS, {
      method: "OPTIONS",
      headers: { origin: "https://any.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
    const refused = await post(`${CONVERSATIONS}/${"0".repeat(26)}/messages`, {}, { origin: "https://any.example" });
    expect(refused.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("must be on the list where there is one", async () => {
    const path = "/api/v1/bots/listed/conversations";
    const listed = await post(path, {}, { origin: "https://shop.example" });
    expect(listed.status).toBe(201);
    expect(listed.headers.get("access-control-allow-origin")).toBe("https://shop.example");
    expect(listed.headers.get("vary")).toContain("origin");
    expect((await post(path, {}, { origin: ORIGIN })).status).toBe(201);
    for (const origin of ["https://evil.example", "null"])
      expect(await codeOf(post(path, {}, { origin }))).toBe("403 auth.forbidden");
    expect((await call("/listed")).headers.get("content-security-policy")).toContain(
      "frame-ancestors 'self' https://shop.example https://www.shop.example",
    );
  });

  it("are told nothing by administrative routes", async () => {
    const answer = await call("/api/v1/bots", { headers: { origin: "https://any.example" } });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("pages and files", () => {
  it("shows the chat page under a policy that allows nothing inline", async () => {
    const answer = await call("/edge");
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self'; style-src 'self'");
    expect(policy).toContain("connect-src 'self' ws://localhost:8787");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe");
    const html = await answer.text();
    expect(html).toContain("<title>Edge</title>");
    expect(html).not.toMatch(/<script(?![^>]*(?:src=|application\/json))|style=|\son\w+=/);
    expect(await codeOf(call("/nosuch"))).toBe("404 bot.unknown");
    expect((await call("/console")).status).toBe(200);
    expect((await call("/embed/demo/edge")).status).toBe(200);
    expect((await call("/docs")).status).toBe(200);
    expect((await call("/robots.txt")).status).toBe(200);
    expect((await call("/favicon.ico")).headers.get("content-type")).toBe("image/svg+xml");
  });

  it("escapes what a config says", async () => {
    await publish("quoted", { "theme-title": "</script><b>x", "bot-name": "<i>y" });
    const html = await (await call("/quoted")).text();
    expect(html).not.toContain("</script><b>");
    expect(html).not.toContain("<i>y");
  });

  it("gives the loader an ETag, and hashed files for ever", async () => {
    const loader = await call("/embed/v1.js");
    expect(loader.headers.get("cache-control")).toContain("max-age=300");
    expect(loader.headers.get("access-control-allow-origin")).toBe("*");
    expect(loader.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    const etag = loader.headers.get("etag") ?? "";
    expect(etag).not.toBe("");
    expect((await call("/embed/v1.js", { headers: { "if-none-match": etag } })).status).toBe(304);
    const chat = /\/assets\/chat-[A-Z0-9]{8}\.js/.exec(await loader.text())?.[0] ?? "";
    const file = await call(chat);
    expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(file.headers.get("access-control-allow-origin")).toBe("*");
    expect((await call("/embed/chat.js")).headers.get("location")).toBe(chat);
    expect(await codeOf(call("/assets/chat-AAAAAAAA.js"))).toBe("404 route.unknown");
    expect(await codeOf(call("/assets/manifest.json"))).toBe("404 route.unknown");
  });

  it("hands out a theme's safe values only, and its logo without scripts", async () => {
    const settings = await (await call("/embed/settings/edge")).json<{ logo: string; theme: unknown }>();
    expect(settings.theme).toEqual({
      // Ink that cannot be read on its paper is replaced.
      light: {
        "--basalt-accent": "#0b6b57",
        "--basalt-accent-text": "#ffffff",
        "--basalt-background": "#222",
        "--basalt-surface": "#222",
        "--basalt-text": "#ffffff",
      },
      dark: { "--basalt-accent": "#5cc7ae", "--basalt-accent-text": "#000000" },
    });
    const logo = await call(settings.logo);
    expect(logo.headers.get("content-type")).toBe("image/svg+xml");
    expect(logo.headers.get("content-security-policy")).toContain("sandbox");
    expect(await codeOf(call(`/assets/themes/edge/${"0".repeat(64)}`))).toBe("404 route.unknown");
  });

  it("describes itself", async () => {
    const document = await (await call("/openapi.json")).text();
    const { openapi, paths, components } = JSON.parse(document);
    expect(openapi).toBe("3.1.0");
    expect(Object.keys(paths)).toContain("/api/v1/bots/{bot}/conversations/{id}/messages");
    const names = [...document.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? "");
    for (const name of names) expect(Object.keys(components.schemas)).toContain(name);
    expect(document).not.toContain("$defs");
    const described = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = createApp()
      .routes.filter((route) => !["ALL", "OPTIONS"].includes(route.method) && route.path.startsWith("/api/"))
      .map((route) => `${route.method} ${route.path.replace(/:(\w+)(\{[^}]*\})?/g, "{$1}")}`);
    expect(described).toEqual(expect.arrayContaining(served));
  });

  it("tells each part's state", async () => {
    const answer = await call("/readyz");
    expect(answer.status).toBe(200);
    const { parts } = await answer.json<{ parts: Record<string, { state: string }> }>();
    expect(Object.entries(parts).map(([name, part]) => `${name} ${part.state}`)).toEqual([
      "objects up",
      "files up",
      "hosts up",
      "gateway absent",
      "postgres absent",
      "redis absent",
    ]);
    const away = createApp();
    const downstream = {
      ...env,
      GATEWAY_URL: "http://127.0.0.1:1",
      FILES: { head: () => Promise.reject(new Error()) },
    };
    const worse = await away.request(`${ORIGIN}/readyz`, {}, downstream);
    expect(worse.status).toBe(503);
    const degraded = await createApp().request(`${ORIGIN}/readyz`, {}, { ...env, GATEWAY_URL: "http://127.0.0.1:1" });
    expect([degraded.status, (await degraded.json<{ status: string }>()).status]).toEqual([200, "degraded"]);
  });
});

describe("an instance that is full", () => {
  const say = async (full: boolean, token?: string) =>
    post("/api/v1/admin/admission", { full }, auth(token ?? (await jwt("basalt-operator"))));

  it("asks newcomers to come back, keeps its pages, and takes people in again", async () => {
    const { id, token } = await open();
    expect(await codeOf(say(true, token))).toBe("401 auth.invalid");
    expect((await say(true)).status).toBe(204);
    const refused = await post(CONVERSATIONS, {});
    expect(refused.headers.get("retry-after")).toMatch(/^[5-8]$/);
    expect(refused.headers.get("access-control-allow-origin")).toBe("*");
    expect(await codeOf(refused)).toBe("503 service.unavailable");
    expect(await codeOf(post(`${CONVERSATIONS}/${id}/messages`, { id: "m" }, auth(token)))).toBe(
      "503 service.unavailable",
    );
    // A vendor delivers again later; what is wrong with the delivery is looked at then.
    const hook = () => post("/hooks/v1/custom/nobody", {});
    const turnedAway = await hook();
    expect(turnedAway.headers.get("retry-after")).toMatch(/^[5-8]$/);
    expect(await codeOf(turnedAway)).toBe("503 service.unavailable");
    expect((await call("/edge")).status).toBe(200);
    expect((await say(false)).status).toBe(204);
    expect((await hook()).status).not.toBe(503);
    expect((await post(CONVERSATIONS, {})).status).toBe(201);
  });
});

describe("publishing", () => {
  const path = "/api/v1/bots/edge/releases";
  it("changes nothing for the same package, and says so", async () => {
    const again = await publish("edge");
    expect([again.status, (await again.json<{ changed: boolean }>()).changed]).toEqual([200, false]);
  });

  it("wants the operator's fresh token", async () => {
    const send = (headers: Record<string, string>) =>
      call(path, { method: "POST", body: pack("edge"), headers: { "content-type": "application/zip", ...headers } });
    expect(await codeOf(send({}))).toBe("401 auth.required");
    for (const token of [
      await jwt("basalt-link"),
      await jwt("basalt-console", { tenant: "default" }),
      await jwt("basalt-operator", {}, 120, 300),
      // Valid for long by its own words, but issued too long ago for us.
      await jwt("basalt-operator", {}, 86_400, 3_600),
      "x.y.z",
    ])
      expect(await codeOf(send(auth(token)))).toBe("401 auth.invalid");
  });

  it("gives a file of a release back as it was written, but none that may hold a credential", async () => {
    const operator = auth(await jwt("basalt-operator"));
    const { release } = await (await call("/api/v1/bots/edge", { headers: operator })).json<{ release: string }>();
    const read = (file: string, hash = release, headers: Record<string, string> = operator) =>
      call(`${path}/${hash}/source?path=${encodeURIComponent(file)}`, { headers });
    const script = "edge.gbdialog/start.bas";
    const answer = await read(script);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    expect(await answer.text()).toBe(START);
    expect(await (await read("edge.gbtheme/theme.css")).text()).toContain(":root");
    for (const file of ["edge.gbot/config.csv", "mcp.csv", "", "../edge.gbdialog/start.bas"])
      expect(await codeOf(read(file))).toBe("404 script.unknown");
    expect(await codeOf(read(script, "0".repeat(64)))).toBe("404 release.unknown");
    expect(await codeOf(read(script, "latest"))).toBe("404 release.unknown");
    expect(await codeOf(read(script, release, {}))).toBe("401 auth.required");
    expect(await codeOf(read(script, release, auth((await open()).token)))).toBe("401 auth.invalid");
  });

  it("refuses what is no package", async () => {
    const headers = { ...auth(await jwt("basalt-operator")), "content-type": "application/zip" };
    expect(await codeOf(call(path, { method: "POST", body: "PKnothing", headers }))).toBe("422 release.invalid");
    const json = { ...headers, "content-type": "application/json" };
    expect(await codeOf(call(path, { method: "POST", body: "{}", headers: json }))).toBe(
      "415 request.unsupported-type",
    );
    const large = { ...headers, "content-length": String(30 * 1024 * 1024) };
    const body = new Uint8Array(25 * 1024 * 1024);
    expect(await codeOf(call(path, { method: "POST", body, headers: large }))).toBe("413 request.too-large");
  });
});

describe("signing in", () => {
  const enter = (token: string, origin = ORIGIN) => post("/api/v1/admin/session", { token }, { origin });
  async function link(): Promise<string> {
    const answer = await call("/api/v1/admin/links", { method: "POST", headers: auth(await jwt("basalt-operator")) });
    expect(answer.status).toBe(201);
    const { url } = await answer.json<{ url: string }>();
    const { pathname, search, hash } = new URL(url);
    // The secret is in the fragment, which no server and no log sees.
    expect([pathname, search]).toEqual(["/console/enter", ""]);
    return hash.slice("#token=".length);
  }
  const cookieOf = (answer: Response) => answer.headers.get("set-cookie")?.split(";")[0] ?? "";

  it("works once, also when tried twice at the same moment", async () => {
    const token = await link();
    const answers = await Promise.all([enter(token), enter(token)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 410]);
    expect(await codeOf(enter(token))).toBe("410 link.used");
    const cookie = answers.find((answer) => answer.status === 201)?.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^basalt_console=.*Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it("binds the cookie to TLS where there is TLS", async () => {
    const token = await link();
    const request = new Request("https://localhost/api/v1/admin/session", {
      method: "POST",
      body: JSON.stringify({ token }),
      headers: { "content-type": "application/json", origin: "https://localhost" },
    });
    const answer = await exports.default.fetch(request);
    expect(answer.headers.get("set-cookie")).toMatch(/^__Host-basalt_console=.*Secure/);
  });

  it("refuses forged, expired and foreign links, and foreign pages", async () => {
    const day = 86_400;
    for (const token of [
      "nonsense",
      await jwt("basalt-operator", { tenant: "default" }),
      await jwt("basalt-link", { tenant: "default" }, day, day + 60),
      await jwt("basalt-link", { tenant: "acme" }, day),
    ])
      expect(await codeOf(enter(token))).toBe("410 link.used");
    expect(await codeOf(enter(await link(), "https://evil.example"))).toBe("403 auth.forbidden");
    expect(await codeOf(post("/api/v1/admin/session", { token: await link() }))).toBe("403 auth.forbidden");
    expect(await codeOf(call("/api/v1/admin/links", { method: "POST" }))).toBe("401 auth.required");
  });

  it("opens the administration by cookie, for changes from our own page only", async () => {
    const cookie = cookieOf(await enter(await link()));
    const bots = await call("/api/v1/bots", { headers: { cookie } });
    const page = await bots.json<{ items: { bot: string }[]; nextCursor: string | null }>();
    expect(page.items.map((item) => item.bot)).toEqual(expect.arrayContaining(["edge", "listed"]));
    const first = await call("/api/v1/bots?limit=1", { headers: { cookie } });
    const { nextCursor } = await first.json<{ nextCursor: string }>();
    const second = await call(`/api/v1/bots?limit=1&cursor=${encodeURIComponent(nextCursor)}`, { headers: { cookie } });
    expect((await second.json<{ items: { bot: string }[] }>()).items[0]?.bot).not.toBe(page.items[0]?.bot);
    expect((await call("/api/v1/bots/edge", { headers: { cookie } })).status).toBe(200);
    expect(await codeOf(call("/api/v1/bots/nosuch", { headers: { cookie } }))).toBe("404 bot.unknown");
    expect((await call("/api/v1/admin/session", { headers: { cookie } })).status).toBe(200);
    expect(await codeOf(call("/api/v1/admin/session", { method: "DELETE", headers: { cookie } }))).toBe(
      "403 auth.forbidden",
    );
    const evil = { cookie, origin: "https://evil.example" };
    expect(await codeOf(call("/api/v1/admin/session", { method: "DELETE", headers: evil }))).toBe("403 auth.forbidden");
    const out = await call("/api/v1/admin/session", { method: "DELETE", headers: { cookie, origin: ORIGIN } });
    expect([out.status, out.headers.get("set-cookie")?.includes("Max-Age=0")]).toEqual([204, true]);
    expect(await codeOf(call("/api/v1/bots"))).toBe("401 auth.required");
    expect(await codeOf(call("/api/v1/bots", { headers: { cookie: "basalt_console=x" } }))).toBe("401 auth.invalid");
  });
});

describe("API tokens", () => {
  const kept: (ApiToken & { tenant: string; hash: string })[] = [];
  const store: ApiTokenStore = {
    create: async (tenant, token) => {
      const row = {
        id: crypto.randomUUID(),
        name: token.name,
        scopes: token.scopes,
        createdAt: new Date().toISOString(),
        expiresAt: token.expiresAt?.toISOString() ?? null,
        revokedAt: null,
      };
      kept.push({ ...row, tenant, hash: token.hash });
      return row;
    },
    list: async (tenant) => kept.filter((row) => row.tenant === tenant),
    revoke: async (tenant, id) => {
      const at = kept.findIndex((row) => row.tenant === tenant && row.id === id);
      return at >= 0 && kept.splice(at, 1).length === 1;
    },
    find: async (tenant, hash) => kept.find((row) => row.tenant === tenant && row.hash === hash) ?? null,
  };
  const app = createApp({ tokens: () => store });
  const go = async (path: string, init: RequestInit = {}) => app.request(ORIGIN + path, init, env);

  test("are made, used within their scopes, and revoked", async () => {
    const operator = auth(await jwt("basalt-operator"));
    const json = { "content-type": "application/json" };
    const body = JSON.stringify({ name: "CI", scopes: ["bots:read"] });
    const made = await go("/api/v1/tokens", { method: "POST", body, headers: { ...operator, ...json } });
    expect(made.status).toBe(201);
    const { id, token } = await made.json<{ id: string; token: string }>();
    expect(token).toMatch(/^bsk_[\w-]{43}$/);
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(JSON.stringify(await (await go("/api/v1/tokens", { headers: operator })).json())).not.toContain(token);

    expect((await go("/api/v1/bots", { headers: auth(token) })).status).toBe(200);
    const release = {
      method: "POST",
      body: pack("edge"),
      headers: { ...auth(token), "content-type": "application/zip" },
    };
    expect(await codeOf(go("/api/v1/bots/edge/releases", release))).toBe("403 auth.forbidden");
    // A token never makes tokens.
    expect(await codeOf(go("/api/v1/tokens", { headers: auth(token) }))).toBe("401 auth.invalid");
    expect(await codeOf(go("/api/v1/bots", { headers: auth("bsk_unknown") }))).toBe("401 auth.invalid");

    const bad = JSON.stringify({ name: " ", scopes: ["all"], expiresInDays: 0 });
    const refused = await problem(
      go("/api/v1/tokens", { method: "POST", body: bad, headers: { ...operator, ...json } }),
    );
    expect(refused.errors?.map((error) => error.path)).toEqual(["/name", "/scopes/0", "/expiresInDays"]);

    expect((await go(`/api/v1/tokens/${id}`, { method: "DELETE", headers: operator })).status).toBe(204);
    expect(await codeOf(go(`/api/v1/tokens/${id}`, { method: "DELETE", headers: operator }))).toBe("404 token.unknown");
    expect(await codeOf(go("/api/v1/tokens/x", { method: "DELETE", headers: operator }))).toBe("404 token.unknown");
    expect(await codeOf(go("/api/v1/bots", { headers: auth(token) }))).toBe("401 auth.invalid");
  });

  test("need the database, and say so", async () => {
    const operator = auth(await jwt("basalt-operator"));
    const answer = await call("/api/v1/tokens", { headers: operator });
    expect(answer.headers.get("retry-after")).toBeTruthy();
    expect(await codeOf(answer)).toBe("503 service.unavailable");
    expect(await codeOf(call("/api/v1/bots", { headers: auth("bsk_x") }))).toBe("503 service.unavailable");
  });
});
