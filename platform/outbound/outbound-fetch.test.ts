/** Redirects, repetitions, time, size and headers of requests, on the direct way with a world of the test's own. */
import { describe, expect, test } from "vitest";
import type { OutboundPolicy, OutboundRequest } from "../../contracts/outbound.ts";
import { ATTACKS } from "../../test/support/address-attacks.ts";
import type { Clock } from "../clock.ts";
import { directWay } from "./direct-way.ts";
import { outboundFetch } from "./outbound-fetch.ts";
import { outboundPolicy } from "./policy.ts";

interface Seen {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}
type World = (seen: Seen, call: number, signal: AbortSignal) => Response | Promise<Response>;

const OPEN: OutboundPolicy = { onlyHosts: [], privateHosts: [] };
const slept: number[] = [];
const clock: Clock = {
  now: () => Date.now(),
  sleep: async (ms) => {
    slept.push(ms);
  },
};

async function ask(world: World, request: Partial<OutboundRequest> = {}, policy = OPEN) {
  const seen: Seen[] = [];
  slept.length = 0;
  const way = directWay(async (input, init) => {
    const body = init?.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : "";
    const headers = Object.fromEntries(new Headers(init?.headers));
    const one = { method: init?.method ?? "GET", url: String(input), headers, body };
    seen.push(one);
    expect(init?.redirect).toBe("manual");
    return world(one, seen.length, init?.signal as AbortSignal);
  });
  const whole: OutboundRequest = {
    method: "GET",
    url: "https://example.com/",
    headers: {},
    body: null,
    timeoutMs: 2_000,
    maxBytes: 1_000,
    maxRedirects: 10,
    retries: 0,
    signal: new AbortController().signal,
    ...request,
  };
  const outcome = await outboundFetch({}, whole, policy, clock, way).then(
    (answer) => ({ answer: { ...answer, text: new TextDecoder().decode(answer.body) }, error: null }),
    (error: unknown) => ({ answer: null, error }),
  );
  return { ...outcome, seen };
}

const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } });
const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));

describe("redirects", () => {
  test("to what may not be called lead nowhere, in whatever spelling", async () => {
    for (const attack of ATTACKS) {
      // A header has no line breaks, and characters of one byte only.
      const location = encodeURI(attack).replaceAll("%25", "%").replaceAll("%5B", "[").replaceAll("%5D", "]");
      const { seen } = await ask(() => redirect(location));
      // What counts as part of the answer's own address leads back to its host.
      const hosts = seen
        .map(({ url }) => new URL(url).host)
        .filter((host) => !/^(exa%0Ample|example)\.com$/.test(host));
      expect([attack, hosts]).toEqual([attack, []]);
    }
  });

  test.each([
    "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "//[::1]/",
    "http://2130706433/",
    "http://localhost:6379/",
    "https://user:x@example.com/",
    "file:///etc/passwd",
    "https://example.com:22/",
  ])("to %s are refused, and nothing is sent there", async (location) => {
    const { error, seen } = await ask(() => redirect(location));
    expect(error).toMatchObject({ name: "OutboundError" });
    expect(seen).toHaveLength(1);
  });

  test("are followed so often, relative ones too", async () => {
    const { answer } = await ask((_, call) => (call < 4 ? redirect(`/hop${call}?x`) : new Response("there")));
    expect(answer).toMatchObject({ text: "there", url: "https://example.com/hop3?x" });
    const endless = await ask(() => redirect("/again"), { maxRedirects: 3 });
    expect(endless.error).toMatchObject({ kind: "limit" });
    expect(endless.seen).toHaveLength(4);
    const none = await ask(() => redirect("/again"), { maxRedirects: 0 });
    expect(none.answer).toMatchObject({ status: 302, headers: { location: "/again" } });
  });

  test("to another site take no credentials along, to https of the same host they do", async () => {
    const headers = { Authorization: "Bearer x", "X-Api-Key": "k", Cookie: "c=1", Accept: "text/plain" };
    const away = await ask((_, call) => (call === 1 ? redirect("https://other.example.org/") : new Response()), {
      headers,
    });
    expect(away.seen[1]?.headers).toEqual({ accept: "text/plain" });
    const safer = await ask((_, call) => (call === 1 ? redirect("https://example.com/") : new Response()), {
      headers,
      url: "http://example.com/",
    });
    expect(safer.seen[1]?.headers).toMatchObject({ authorization: "Bearer x", "x-api-key": "k" });
    const down = await ask((_, call) => (call === 1 ? redirect("http://example.com/") : new Response()), { headers });
    expect(down.seen[1]?.headers).not.toHaveProperty("authorization");
  });

  test("of a POST become a GET, except with 307 and 308", async () => {
    const post = { method: "POST" as const, body: bytes("form"), headers: { "content-type": "text/plain" } };
    const world = (status: number) => (_: Seen, call: number) => (call === 1 ? redirect("/x", status) : new Response());
    for (const status of [301, 302, 303]) {
      const { seen } = await ask(world(status), post);
      expect(seen[1]).toMatchObject({ method: "GET", body: "" });
      expect(seen[1]?.headers).not.toHaveProperty("content-type");
    }
    for (const status of [307, 308]) {
      const { seen } = await ask(world(status), post);
      expect(seen[1]).toMatchObject({ method: "POST", body: "form" });
    }
  });

  test("stay within the allowed hosts", async () => {
    const { error } = await ask(
      () => redirect("https://other.example.org/"),
      {},
      { ...OPEN, onlyHosts: ["example.com"] },
    );
    expect(error).toMatchObject({ kind: "refused" });
  });
});

describe("repetitions", () => {
  test("of safe methods, with pauses that grow and that the server may ask for", async () => {
    const world: World = (_, call) => {
      if (call === 1) throw new TypeError("connection reset");
      if (call === 2) return new Response("busy", { status: 503, headers: { "retry-after": "7" } });
      return new Response("there");
    };
    const { answer, seen } = await ask(world, { retries: 3, retryDelayMs: 100, timeoutMs: 60_000 });
    expect(answer?.text).toBe("there");
    expect(seen).toHaveLength(3);
    expect(slept).toEqual([100, 7_000]);
  });

  test("are none for a POST, for another status, or when the time would be over", async () => {
    const broken: World = () => {
      throw new TypeError("connection reset");
    };
    const post = await ask(broken, { method: "POST", retries: 3, retryDelayMs: 1 });
    expect([post.seen.length, post.error]).toEqual([1, expect.objectContaining({ kind: "unreachable" })]);
    const missing = await ask(() => new Response("no", { status: 404 }), { retries: 3, retryDelayMs: 1 });
    expect([missing.seen.length, missing.answer?.status]).toEqual([1, 404]);
    const late = await ask(() => new Response("no", { status: 503 }), { retries: 3, retryDelayMs: 5_000 });
    expect([late.seen.length, late.answer?.status]).toEqual([1, 503]);
  });

  test("end with the last answer", async () => {
    const { answer, seen } = await ask(() => new Response("no", { status: 502 }), { retries: 2, retryDelayMs: 1 });
    expect([seen.length, answer?.status]).toEqual([3, 502]);
  });
});

describe("bounds", () => {
  test("time, also of a server that ignores the signal", async () => {
    const { error } = await ask(() => new Promise(() => {}), { timeoutMs: 50 });
    expect(error).toMatchObject({ kind: "timeout", message: "There was no answer within 0.1 s." });
  });

  test("the caller's stop, with its reason", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped");
    setTimeout(() => stop.abort(reason), 10);
    expect((await ask(() => new Promise(() => {}), { signal: stop.signal })).error).toBe(reason);
  });

  test("size, by what is said and by what comes", async () => {
    const said = await ask(() => new Response("x", { headers: { "content-length": "5000" } }));
    expect(said.error).toMatchObject({ kind: "limit" });
    let pulled = 0;
    const stream = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(100));
      },
    });
    const endless = await ask(() => new Response(stream));
    expect(endless.error).toMatchObject({ kind: "limit" });
    expect(pulled).toBeLessThan(20);
    expect((await ask(() => new Response("x".repeat(1_000)))).answer?.text).toHaveLength(1_000);
  });
});

describe("headers", () => {
  test.each([
    [{ "X-A": "a\r\nHost: internal" }],
    [{ "X-A": "a\nb" }],
    [{ "X-A": "a\u0000" }],
    [{ "X-A": "☃" }],
    [{ "X A": "x" }],
    [{ "X\r\nB": "x" }],
    [{ "": "x" }],
    [{ Host: "internal" }],
    [{ "Content-Length": "0" }],
    [{ "Transfer-Encoding": "chunked" }],
    [{ Connection: "upgrade" }],
    [{ "Proxy-Authorization": "x" }],
    [{ "X-Forwarded-For": "127.0.0.1" }],
    [{ "CF-Connecting-IP": "127.0.0.1" }],
    [{ "X-A": "x".repeat(9_000) }],
    [Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`x-${i}`, "1"]))],
  ])("%j is refused", async (headers: Record<string, string>) => {
    const { error, seen } = await ask(() => new Response(), { headers });
    expect(error).toMatchObject({ kind: "invalid" });
    expect(String(error)).not.toContain("internal");
    expect(seen).toEqual([]);
  });
});

test("what cannot be reached is told without the platform's words", async () => {
  const { error } = await ask(() => {
    throw new TypeError("connect ECONNREFUSED 10.0.0.7:443 (internal-lb)");
  });
  expect(String(error)).toBe("OutboundError: example.com could not be reached.");
});

test("through the gateway only, where that was chosen: never out by the other way", async () => {
  const request = { method: "GET" as const, url: "https://example.com/", headers: {}, body: null };
  const rest = { timeoutMs: 100, maxBytes: 1, maxRedirects: 0, retries: 0, signal: new AbortController().signal };
  await expect(outboundFetch({ EGRESS: "gateway" }, { ...request, ...rest }, OPEN)).rejects.toThrow(
    /none is configured/,
  );
});

describe("the deployment's policy", () => {
  const env = { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1:1, b:2", OUTBOUND_TENANTS: '{"acme":{"onlyHosts":["a.example"]}}' };
  test("is read per tenant", () => {
    expect(outboundPolicy(env, "acme", ["p.example"])).toEqual({
      onlyHosts: ["p.example"],
      tenantOnlyHosts: ["a.example"],
      privateHosts: ["127.0.0.1:1", "b:2"],
    });
    expect(outboundPolicy(env, "toString").tenantOnlyHosts).toEqual([]);
  });
  test("lets nothing out where it cannot be read", () => {
    for (const text of ["{", '{"acme":{"only":[]}}', '{"acme":1}'])
      expect(() => outboundPolicy({ OUTBOUND_TENANTS: text }, "other")).toThrow(/OUTBOUND_TENANTS/);
  });
});
