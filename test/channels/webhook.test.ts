/** The webhook channel: what every channel keeps, and the vectors of its signature. */
import { expect, test } from "vitest";
import { bytesOf } from "../../platform/hmac.ts";
import { webhookKey, webhookProblem, webhookSignature } from "../../platform/standard-webhooks.ts";
import { webhook } from "../../worker/channels/webhook/adapter.ts";
import { describeChannel } from "./conformance.ts";

const secret = (text: string) => `whsec_${btoa(text.repeat(32).slice(0, 32))}`;
const WHO = "ada@example.com";

describeChannel(webhook, {
  connection: {
    tenant: "t",
    bot: "b",
    channel: "webhook",
    id: "c",
    origin: "https://chat.example.com",
    settings: { url: "https://vendor.example/in" },
    secrets: { inbound: secret("in"), outbound: secret("out") },
  },
  otherSecrets: { inbound: secret("other"), outbound: secret("out") },
  address: WHO,
  body: (event) => {
    const known =
      event.type === "message"
        ? { ...event, from: WHO }
        : event.type === "receipt"
          ? { type: "receipt", key: event.key, state: event.state }
          : { type: "presence", from: WHO };
    return JSON.stringify({ events: [known] });
  },
  sign: async (body, { inbound = "" }, now) => {
    const time = Math.floor(now / 1000);
    const signature = await webhookSignature(webhookKey(inbound) ?? bytesOf("?"), "msg-1", time, body);
    return { "webhook-id": "msg-1", "webhook-timestamp": String(time), "webhook-signature": signature };
  },
  signatureHeaders: ["webhook-id", "webhook-timestamp", "webhook-signature"],
  answers: {
    accept: (id) => Response.json({ id }),
    busy: (seconds) => new Response("", { status: 429, headers: { "retry-after": String(seconds) } }),
    refuse: () => new Response("", { status: 404 }),
  },
  received: (body) => JSON.parse(body),
});

// Made with the specification's own library (standardwebhooks 1.1.1).
test.each([
  [
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    1_614_265_330,
    '{"test": 2432232314}',
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  ],
  [
    "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "0000000000000000000000000a/7/0",
    1_700_000_000,
    '{"text":"grüße 👋"}',
    "v1,8motys4AlLZ+JaUzKscOq9xKwV+bWyp4mlrsjOMRGw4=",
  ],
])("signs and verifies as Standard Webhooks says: %s", async (text, id, time, body, signature) => {
  const key = webhookKey(text);
  if (!key) throw new Error("no key");
  expect(await webhookSignature(key, id, time, bytesOf(body))).toBe(signature);
  const headers: Record<string, string> = {
    "webhook-id": id,
    "webhook-timestamp": String(time),
    "webhook-signature": `v1a,xyz v1,AAAA ${signature}`,
  };
  const header = (name: string) => headers[name] ?? null;
  expect(await webhookProblem([key], header, bytesOf(body), time * 1000)).toBeNull();
  const other = webhookKey(secret("another"));
  expect(await webhookProblem(other ? [other, key] : [], header, bytesOf(body), time * 1000)).toBeNull();
  expect(await webhookProblem(other ? [other] : [], header, bytesOf(body), time * 1000)).toBe("no signature fits");
});

test("a secret has the specification's form and length", () => {
  for (const bad of ["", "abc", "whsec_", "whsec_AAAA", `whsec_${btoa("x".repeat(65))}`, "whsec_not base64!"])
    expect(webhookKey(bad)).toBeNull();
});
