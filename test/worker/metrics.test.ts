/** The figures of the isolate as a Prometheus reads them, and the lines of the log that errors are told apart by. */
import { env } from "cloudflare:workers";
import { SignJWT } from "jose";
import parsePrometheus from "parse-prometheus-text-format";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Counter, MAX_SERIES } from "../../platform/metrics.ts";
import { createApp } from "../../worker/app.ts";
import type { ApiTokenStore } from "../../worker/auth/api-tokens.ts";
import { prometheusText } from "../../worker/metrics.ts";
import { apiToken, call, codeOf, openOverHttp, send } from "./support-edge.ts";
import { bot } from "./support-session.ts";

interface Scraped {
  /** By name; in upper case, as the parser has it. */
  types: Map<string, string>;
  /** Name with labels to value. */
  samples: Map<string, number>;
}

async function scrape(): Promise<Scraped> {
  const answer = await send(await apiToken("metrics:read"), "/metrics");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const text = await answer.text();
  return { types: new Map(parsePrometheus(text).map(({ name, type }) => [name, type])), samples: samplesOf(text) };
}

/** By the grammar of https://prometheus.io/docs/instrumenting/exposition_formats/, which the parser takes lightly. */
function samplesOf(text: string): Map<string, number> {
  const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\"n])*"';
  const sample = new RegExp(`^(([a-z_]+)(?:\\{${label}(?:,${label})*\\})?) (-?\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?)$`);
  expect(text.endsWith("\n")).toBe(true);
  const seen = new Set<string>();
  const samples = new Map<string, number>();
  let family = "";
  for (const line of text.trimEnd().split("\n")) {
    const head = /^# (HELP|TYPE) ([a-z_]+) .+$/.exec(line);
    if (head?.[1] === "HELP") {
      family = head[2] ?? "";
      expect(seen.has(family)).toBe(false);
      seen.add(family);
    } else if (head) expect(head[2]).toBe(family);
    else {
      const [, key = "", name = `no sample: ${line}`, value] = sample.exec(line) ?? [];
      expect(name.replace(/_(?:bucket|sum|count)$/, "")).toBe(family);
      expect(samples.has(key)).toBe(false);
      samples.set(key, Number(value));
    }
  }
  return samples;
}

/** The sum over the sets of labels that have these. */
function amountOf({ samples }: Scraped, name: string, labels: Record<string, string> = {}): number {
  const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
  let amount = 0;
  for (const [key, value] of samples)
    if ((key === name || key.startsWith(`${name}{`)) && wanted.every((label) => key.includes(label))) amount += value;
  return amount;
}

describe("who reads the figures", () => {
  test("nobody without a principal, with a wrong token, or without the scope", async () => {
    expect(await codeOf(call("/metrics"))).toBe("401 auth.required");
    expect(await codeOf(send("bsk_unknown", "/metrics"))).toBe("401 auth.invalid");
    expect(await codeOf(send("a.b.c", "/metrics"))).toBe("401 auth.invalid");
    expect(await codeOf(send(await apiToken("conversations:read"), "/metrics"))).toBe("403 auth.forbidden");
    expect(await codeOf(call("/metrics", { method: "POST" }))).toBe("405 method.not-allowed");
  });

  test("the operator, and no tenant but the default one", async () => {
    const key = Uint8Array.from(atob(env.OPERATOR_KEY.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
    const operator = await new SignJWT({})
      .setProtectedHeader({ alg: "HS256" })
      .setAudience("basalt-operator")
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime("2m")
      .sign(key);
    expect((await send(operator, "/metrics")).status).toBe(200);
    const store = {
      find: async () => ({
        id: "1",
        name: "t",
        scopes: ["metrics:read"],
        createdAt: "",
        expiresAt: null,
        revokedAt: null,
      }),
    } as unknown as ApiTokenStore;
    await env.HOSTS.put("busy.example", "busy");
    const headers = { authorization: "Bearer bsk_busy" };
    const answer = createApp({ tokens: () => store }).request("https://busy.example/metrics", { headers }, env);
    expect(await codeOf(await answer)).toBe("403 auth.forbidden");
  });
});

describe("what is counted", () => {
  afterEach(() => vi.restoreAllMocks());

  test("requests, turns, effects and times; in labels that no visitor can make up", async () => {
    const name = await bot('SAVE "t", { a: 1 }\nFOR i = 1 TO 99\n s = i\nNEXT\nHEAR x AS TEXT\nTALK "You said " + x');
    const before = await scrape();
    const { path, token, id } = await openOverHttp(name);
    expect((await send(token, `${path}/messages`, { id: "m-1", text: "hi" })).status).toBe(200);
    await call(`/never/was/${crypto.randomUUID()}`);
    const after = await scrape();
    const grew = (figure: string, labels: Record<string, string> = {}) =>
      amountOf(after, figure, labels) - amountOf(before, figure, labels);
    expect(grew("basalt_turns_begun_total", { cause: "start" })).toBe(1);
    expect(grew("basalt_turns_begun_total", { cause: "message" })).toBe(1);
    expect(grew("basalt_turns_finished_total")).toBe(2);
    expect(grew("basalt_turn_duration_seconds_count")).toBe(2);
    expect(grew("basalt_vm_steps_total")).toBeGreaterThan(0);
    expect(grew("basalt_effects_total", { keyword: "SAVE", outcome: "done" })).toBe(1);
    expect(grew("basalt_effect_duration_seconds_count", { class: "internal-write" })).toBe(1);
    const route = "/api/v1/bots/:bot/conversations/:id/messages";
    expect(grew("basalt_http_requests_total", { method: "POST", route, status: "200" })).toBe(1);
    expect(grew("basalt_http_request_duration_seconds_count", { route })).toBe(1);
    expect(grew("basalt_http_requests_total", { route: "unknown", status: "404" })).toBe(1);
    expect(grew("basalt_http_requests_total", { route: "/metrics", status: "200" })).toBe(1);
    expect(amountOf(after, "basalt_isolate_start_time_seconds")).toBeGreaterThan(1_700_000_000);
    for (const gauge of ["basalt_turns_running", "basalt_sockets_open", "basalt_outside_calls"])
      expect(after.types.get(gauge)).toBe("GAUGE");
    expect(JSON.stringify([...after.samples])).not.toContain(id);
    expect(after.types.get("basalt_turn_duration_seconds")).toBe("HISTOGRAM");
    const buckets = [...after.samples].filter(([key]) => key.startsWith("basalt_turn_duration_seconds_bucket"));
    const counts = buckets.map(([, value]) => value);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)).toBe(amountOf(after, "basalt_turn_duration_seconds_count"));
  });

  test("a script that fails, told apart by bot, release, place and number, without its words", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const name = await bot('HEAR x AS TEXT\nTHROW "secret of " + x');
    const before = await scrape();
    const { path, token, id } = await openOverHttp(name);
    await send(token, `${path}/messages`, { id: "m-1", text: "Ana" });
    const after = await scrape();
    const failed = (scraped: Scraped) => amountOf(scraped, "basalt_turns_failed_total", { reason: "script" });
    expect(failed(after) - failed(before)).toBe(1);
    const lines = logged.mock.calls.map(([line]) => String(line)).filter((line) => line.includes("script.failed"));
    expect(lines).toHaveLength(1);
    const { fingerprint, release, ...entry } = JSON.parse(lines[0] ?? "{}");
    expect(entry).toMatchObject({ level: "error", event: "script.failed", bot: name, conversation: id, turn: 2 });
    expect(fingerprint).toBe(`${name} ${release.slice(0, 12)} ${name}.gbdialog/start.bas:2 1000`);
    expect(lines[0]).not.toContain("Ana");
  });
});

describe("the format", () => {
  test("escapes what a label may hold, and bounds the sets of labels", () => {
    const odd = new Counter("odd_total", "A\nhelp with \\.", ["text"]);
    odd.count(['"quoted"\\']);
    expect(prometheusText([odd])).toBe(
      '# HELP odd_total A\\nhelp with \\\\.\n# TYPE odd_total counter\nodd_total{text="\\"quoted\\"\\\\"} 1\n',
    );
    const many = new Counter("many_total", "Many.", ["a", "b"]);
    for (let n = 0; n < MAX_SERIES + 50; n++) many.count([String(n), "x"]);
    const samples = many.samples();
    expect(samples).toHaveLength(MAX_SERIES + 1);
    expect(samples.at(-1)).toMatchObject({
      labels: [
        ["a", "other"],
        ["b", "other"],
      ],
      value: 50,
    });
  });
});
