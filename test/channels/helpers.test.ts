/** What adapters are given: plain text, parts of texts, sealed secrets, the way out, what an answer means. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OutboundError, type OutboundRequest } from "../../contracts/outbound.ts";
import { plainText } from "../../contracts/plain-text.ts";
import { lengthIn, splitText } from "../../contracts/text-parts.ts";
import { retryDelay } from "../../durable-objects/session/delivery/retry-delay.ts";
import { outcomeOf, retryAfter } from "../../platform/channel-answer.ts";
import { bytesOf, isSameText } from "../../platform/hmac.ts";
import { seal, unseal } from "../../platform/seal.ts";
import { checkAddress, outgoingFetch } from "../../worker/channels/outgoing.ts";
import { ATTACKS } from "../support/address-attacks.ts";

describe("plain text", () => {
  test.each([
    ["**bold** and *it* and _it_ and ~~gone~~", "bold and it and it and gone"],
    ["# Title\n> quote", "Title\nquote"],
    [
      "[label](https://a.example/x_y_z) ![alt](https://a.example/i.png)",
      "label (https://a.example/x_y_z) alt: https://a.example/i.png",
    ],
    ["`a*b*c` and snake_case_name and 2*3*4", "a*b*c and snake_case_name and 2*3*4"],
    ["```js\nconst **a** = 1;\n```", "const **a** = 1;"],
    ["\\*not bold\\*", "*not bold*"],
    ["nothing [here] (at all)", "nothing [here] (at all)"],
    ["- one\n* two\n1. three", "- one\n* two\n1. three"],
  ])("%s", (markdown, plain) => expect(plainText(markdown)).toBe(plain));

  test("takes linear time", () => {
    for (const bad of ["*", "_", "[", "](", "**a", "![", "`", "~~", "a_"]) {
      const started = performance.now();
      plainText(bad.repeat(60_000 / bad.length));
      // Quadratic time over as many characters would be minutes.
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });
});

describe("parts of a text", () => {
  const units = ["utf-16", "utf-8", "code-points", "graphemes"] as const;

  test("fit, are well-formed, and hold everything but blanks at the cuts", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 300 });
    const blanks = fc.constantFrom(" ", "\n", "\n\n");
    const texts = fc.array(fc.oneof(text, blanks), { maxLength: 30 }).map((list) => list.join(""));
    fc.assert(
      fc.property(texts, fc.integer({ min: 8, max: 400 }), fc.constantFrom(...units), (whole, max, unit) => {
        const parts = splitText(whole, max, unit);
        for (const part of parts) {
          expect(lengthIn(part, unit)).toBeLessThanOrEqual(max);
          expect(part.isWellFormed()).toBe(true);
          expect(part.trim()).toBe(part);
          expect(part).not.toBe("");
        }
        expect(parts.join("").replace(/\s/g, "")).toBe(whole.replace(/\s/g, ""));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test("are cut at paragraphs, lines or words where there are any", () => {
    expect(splitText("aaa bbb\n\nccc ddd\neee", 16, "utf-16")).toEqual(["aaa bbb", "ccc ddd\neee"]);
    expect(splitText("aaaa bbbb cccc", 9, "utf-16")).toEqual(["aaaa bbbb", "cccc"]);
    expect(splitText("x".repeat(25), 10, "utf-16")).toEqual(["x".repeat(10), "x".repeat(10), "x".repeat(5)]);
    expect(splitText("  \n ", 10, "utf-16")).toEqual([]);
  });
});

describe("a sealed secret", () => {
  const key = bytesOf("k".repeat(32));

  test("opens where it was sealed, and nowhere else", async () => {
    const sealed = await seal(key, "t", "sms/c", "secret");
    expect(await unseal(key, "t", "sms/c", sealed)).toBe("secret");
    expect(await seal(key, "t", "sms/c", "secret")).not.toBe(sealed);
    expect(await unseal(key, "u", "sms/c", sealed)).toBeNull();
    expect(await unseal(key, "t", "sms/d", sealed)).toBeNull();
    expect(await unseal(bytesOf("l".repeat(32)), "t", "sms/c", sealed)).toBeNull();
    for (const bad of ["", "v1", "v1..", sealed.replace("v1", "v2"), `${sealed.slice(0, -6)}AAAA==`])
      expect(await unseal(key, "t", "sms/c", bad)).toBeNull();
  });

  test("texts are compared whole", async () => {
    expect(await isSameText("abc", "abc")).toBe(true);
    for (const other of ["", "ab", "abd", "abcd"]) expect(await isSameText("abc", other)).toBe(false);
  });
});

const OPEN = { onlyHosts: [], privateHosts: [] };

describe("the way out", () => {
  test.each([
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://10.1.2.3/",
    "https://169.254.169.254/latest",
    "https://localhost/",
    "https://a.localhost./",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://intranet/",
    "http://example.com/",
    "https://user:pass@example.com/",
    "ftp://example.com/",
    "not a url",
    "https://127.1/",
    "https://１２７.0.0.1/",
    "https://93.184.216.34/",
    ...ATTACKS,
  ])("is closed to %s", (url) =>
    expect(() => checkAddress(url, OPEN)).toThrow(expect.objectContaining({ name: "ForbiddenAddress" })),
  );

  test("is open to the world, and to what the operator names with its port", () => {
    const named = { onlyHosts: [], privateHosts: ["10.0.0.1:1", "127.0.0.1:21400"] };
    checkAddress("https://example.com:8443/x?y", OPEN);
    checkAddress("http://127.0.0.1:21400/in", named);
    expect(() => checkAddress("http://127.0.0.1:21401/in", named)).toThrow();
    expect(() => checkAddress("http://127.0.0.1/in", named)).toThrow();
  });

  test("is that of scripts, with their lists of hosts and one of its own", async () => {
    const env = {
      OUTBOUND_PRIVATE_HOSTS: "10.0.0.1:1",
      OUTBOUND_TENANTS:
        '{"acme":{"onlyHosts":["a.example","10.0.0.1:1","10.0.0.2:2","10.0.0.3:3"],"privateHosts":["10.0.0.2:2"]}}',
      CHANNEL_PRIVATE_HOSTS: "10.0.0.3:3",
    };
    const sent: OutboundRequest[] = [];
    const fetch = outgoingFetch(env, "acme", async (_, request) => {
      sent.push(request);
      return { status: 204, url: request.url, headers: { "x-a": "1" }, body: new Uint8Array() };
    });
    const form = new URLSearchParams({ a: "ü" });
    const answer = await fetch("https://a.example/x", { method: "POST", body: form, headers: { "x-key": "k" } });
    expect([answer.status, answer.headers.get("x-a"), await answer.text()]).toEqual([204, "1", ""]);
    expect(sent[0]).toMatchObject({ method: "POST", maxRedirects: 0, retries: 0, headers: { "x-key": "k" } });
    expect(sent[0]?.headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
    expect(new TextDecoder().decode(sent[0]?.body ?? new Uint8Array())).toBe("a=%C3%BC");
    for (const host of ["10.0.0.1:1", "10.0.0.2:2", "10.0.0.3:3"]) await fetch(`http://${host}/`, {});
    expect(sent).toHaveLength(4);
    for (const url of ["https://b.example/", "http://10.0.0.1:2/"])
      await expect(fetch(url, {})).rejects.toMatchObject({ name: "ForbiddenAddress" });
    const refused = outgoingFetch({}, "acme", () => Promise.reject(new OutboundError("refused", "not there")));
    await expect(refused("https://a.example/", {})).rejects.toMatchObject({ name: "ForbiddenAddress" });
    expect(sent).toHaveLength(4);
  });
});

describe("an answer", () => {
  test.each([
    [200, "accepted"],
    [204, "accepted"],
    [301, "refused"],
    [400, "refused"],
    [401, "refused"],
    [404, "refused"],
    [410, "refused"],
    [408, "retry"],
    [425, "retry"],
    [429, "retry"],
    [500, "retry"],
    [503, "retry"],
  ])("%i is %s", (status, state) => {
    expect(outcomeOf(new Response(null, { status }), 0, () => "id").state).toBe(state);
  });

  test("Retry-After is seconds or a date, never beyond a day, and otherwise not there", () => {
    const now = Date.UTC(2026, 0, 1);
    expect(retryAfter("30", now)).toBe(30_000);
    expect(retryAfter("Thu, 01 Jan 2026 00:01:00 GMT", now)).toBe(60_000);
    expect(retryAfter("Thu, 01 Jan 2025 00:01:00 GMT", now)).toBe(0);
    expect(retryAfter("9999999999", now)).toBe(86_400_000);
    for (const bad of [null, "", "soon", "-5", "1e9", "99999999999999"]) expect(retryAfter(bad, now)).toBeNull();
  });

  test("pauses grow, spread by key, never come too early, and end at an hour and a quarter", () => {
    for (let attempts = 1; attempts < 20; attempts++) {
      const delays = Array.from({ length: 200 }, (_, i) => retryDelay(attempts, `key-${i}`, null));
      const base = Math.min(1_000 * 4 ** (attempts - 1), 3_600_000);
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(base * 0.75 - 1);
      expect(Math.max(...delays)).toBeLessThanOrEqual(base * 1.25 + 1);
      expect(new Set(delays).size).toBeGreaterThan(100);
      expect(retryDelay(attempts, "k", 600_000)).toBeGreaterThanOrEqual(600_000);
    }
    expect(retryDelay(1, "k", null)).toBe(retryDelay(1, "k", null));
  });
});
