/** The example of docs/custom-channels.md, with the same suite as the product's own channels. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { pager } from "../../examples/channels/pager.ts";
import { bytesOf, hexText, hmac } from "../../platform/hmac.ts";
import { describeChannel } from "./conformance.ts";

const NUMBER = "+4930123456";
const connection = {
  tenant: "t",
  bot: "b",
  channel: "pager",
  id: "c",
  origin: "https://chat.example.com",
  settings: { gateway: "https://pager.example/send", number: "+4930999999" },
  secrets: { signing: "a signing secret of the pager's", token: "token-0123456789" },
};

describeChannel(pager, {
  connection,
  otherSecrets: { ...connection.secrets, signing: "another secret, of somebody else" },
  address: NUMBER,
  body: (event) => {
    if (event.type === "unknown") return new URLSearchParams({ event: "battery", from: NUMBER }).toString();
    if (event.type === "message") {
      return new URLSearchParams({ event: "page", id: event.id, from: NUMBER, text: event.text }).toString();
    }
    const status = { delivered: "shown", read: "confirmed", failed: "lost" }[event.state];
    return new URLSearchParams({
      event: "status",
      message: event.vendorId,
      to: NUMBER,
      status,
      time: "1767225600",
    }).toString();
  },
  sign: async (body, { signing = "" }, now) => {
    const time = Math.floor(now / 1000);
    const code = await hmac("SHA-256", bytesOf(signing), bytesOf(`${time}\n`), body);
    return { "X-Pager-Signature": `t=${time},s=${hexText(code)}` };
  },
  signatureHeaders: ["x-pager-signature"],
  answers: {
    accept: (id) => new Response(`OK ${id}\n`),
    busy: (seconds) => new Response(`WAIT ${seconds}\n`),
    refuse: () => new Response("NO unknown number\n"),
  },
  received: (body) => {
    const form = new URLSearchParams(body);
    return { to: form.get("to") ?? "", text: form.get("body") ?? form.get("text") ?? "" };
  },
});

test("answers the vendor's question for the hook, and nobody else's", async () => {
  const ask = (query: string) =>
    pager.challenge(
      {
        method: "GET",
        url: `https://chat.example.com/hooks/v1/pager/c${query}`,
        header: () => null,
        body: new Uint8Array(),
      },
      connection,
    );
  expect(await ask("?check=word1&token=token-0123456789")).toMatchObject({ status: 200, body: "word1" });
  expect(await ask("?check=word1&token=token-0123456780")).toBeNull();
  expect(await ask("?check=%3Cscript%3E&token=token-0123456789")).toBeNull();
  expect(await ask("")).toBeNull();
});

test("a rejected token is no reason to try again", async () => {
  const job = {
    message: { seq: 1, text: "x", format: "text", choices: [], choiceStyle: "none", media: null } as const,
    address: NUMBER,
    key: "k",
    conversation: "c",
  };
  const send = (response: Response) =>
    pager.send({ ...job, message: { ...job.message, choices: [] } }, connection, {
      fetch: async () => response,
      signal: AbortSignal.timeout(1_000),
      now: 0,
    });
  expect(await send(new Response("", { status: 401 }))).toMatchObject({ state: "refused" });
  expect(await send(new Response("what?"))).toMatchObject({ state: "retry" });
});

test("is the example that the page shows", () => {
  const read = (file: string) => readFileSync(resolve(import.meta.dirname, "../..", file), "utf8");
  const source = read("examples/channels/pager.ts");
  const shown = [...read("docs/custom-channels.md").matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.filter((text) => !text.includes("CHANNELS") && !source.includes(text))).toEqual([]);
});
