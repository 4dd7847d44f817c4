/**
 * What every channel has to keep, whoever wrote it: `describeChannel(adapter, fixtures)` in a test of its own. The fixtures say how
 * the vendor writes its requests and answers; everything else is the same for all. Nothing here uses a network or the real clock.
 */
import { describe, expect, test } from "vitest";
import {
  type ChannelAdapter,
  type ChannelEvent,
  type Connection,
  type HookRequest,
  MalformedHook,
  type OutboundMessage,
} from "../../contracts/channel.ts";
import type { DurableFrame, FrameBody } from "../../contracts/frames.ts";
import { lengthIn } from "../../contracts/text-parts.ts";
import { seeded } from "../support/random.ts";
import { CONVERSATION, Harness, START } from "./harness.ts";

export interface ChannelFixtures {
  /** With settings and secrets that the adapter takes. */
  connection: Connection;
  /** Secrets of somebody else. */
  otherSecrets: Record<string, string>;
  /** A sender as this vendor names them. */
  address: string;
  /** The vendor's body that says this. */
  body(event: FixtureEvent): string;
  /** Headers with which the vendor signs a body. `now` in ms. */
  sign(body: Uint8Array<ArrayBuffer>, secrets: Record<string, string>, now: number): Promise<Record<string, string>>;
  /** Headers without which nothing is believed. */
  signatureHeaders: readonly string[];
  /** What the vendor answers to a message of ours. */
  answers: {
    accept(id: string): Response;
    /** Asks for a pause. */
    busy(seconds: number): Response;
    refuse(): Response;
  };
  /** What the vendor gets of a message, from the body of our request. */
  received(body: string): { to: string; text: string };
}
export type FixtureEvent =
  | { type: "message"; id: string; text: string }
  | { type: "receipt"; key: string; vendorId: string; state: "delivered" | "read" | "failed" }
  /** Something that this adapter cannot know. */
  | { type: "unknown" };

const NOW = START + 86_400_000;
const FAMILY = "\u{1F469}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}";
const FLAG = "\u{1F1F5}\u{1F1F9}";

export function describeChannel(adapter: ChannelAdapter, fixtures: ChannelFixtures): void {
  const { connection, address, answers } = fixtures;
  const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));
  const request = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>): HookRequest => {
    const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const url = `${connection.origin}/hooks/v1/${adapter.name}/${connection.id}`;
    return { method: "POST", url, header: (name) => lower.get(name.toLowerCase()) ?? null, body };
  };
  const signed = async (body: Uint8Array<ArrayBuffer>, now = NOW, secrets = connection.secrets) =>
    request(body, await fixtures.sign(body, secrets, now));
  const verified = async (hook: HookRequest, now = NOW) => (await adapter.verify(hook, connection, now)).ok;
  const hello = () => bytes(fixtures.body({ type: "message", id: "m-1", text: "hello" }));
  const parse = async (event: FixtureEvent): Promise<ChannelEvent[]> =>
    adapter.parse(await signed(bytes(fixtures.body(event))), connection).events;
  const harness = (maxAttempts = 4) =>
    new Harness({ adapter, connection, address, accept: answers.accept, maxAttempts });
  const texts = (one: Harness) => one.arrived().bodies.map((body) => fixtures.received(body).text);

  describe(`${adapter.name}: verify`, () => {
    test("takes what the vendor signed, within five minutes of now", async () => {
      expect(await verified(await signed(hello()))).toBe(true);
      expect(await verified(await signed(hello()), NOW + 290_000)).toBe(true);
      expect(await verified(await signed(hello(), NOW + 290_000))).toBe(true);
    });

    test("refuses a signature that is missing, of another key, of another body, old or from the future", async () => {
      const body = hello();
      const headers = await fixtures.sign(body, connection.secrets, NOW);
      for (const name of fixtures.signatureHeaders) {
        const rest = Object.fromEntries(Object.entries(headers).filter(([other]) => other.toLowerCase() !== name));
        expect(await verified(request(body, rest)), `without ${name}`).toBe(false);
        expect(await verified(request(body, { ...rest, [name]: "" })), `empty ${name}`).toBe(false);
      }
      expect(await verified(await signed(body, NOW, fixtures.otherSecrets))).toBe(false);
      expect(
        await verified(request(bytes(fixtures.body({ type: "message", id: "m-2", text: "hello" })), headers)),
      ).toBe(false);
      expect(await verified(await signed(body, NOW - 310_000))).toBe(false);
      expect(await verified(await signed(body, NOW + 310_000))).toBe(false);
    });

    test("notices every altered byte of the body", async () => {
      const body = hello();
      const headers = await fixtures.sign(body, connection.secrets, NOW);
      const random = seeded(7);
      for (let at = 0; at < body.length; at++) {
        const altered = new Uint8Array(body);
        altered[at] = (altered[at] ?? 0) ^ (1 << Math.floor(random() * 8));
        expect(await verified(request(altered, headers)), `byte ${at}`).toBe(false);
      }
      expect(await verified(request(body.slice(0, -1), headers))).toBe(false);
      expect(await verified(request(new Uint8Array([...body, 0x0a]), headers))).toBe(false);
    });

    test("notices every altered character of the signature's headers", async () => {
      const body = hello();
      const headers = await fixtures.sign(body, connection.secrets, NOW);
      for (const name of fixtures.signatureHeaders) {
        const [key = name, value = ""] = Object.entries(headers).find(([other]) => other.toLowerCase() === name) ?? [];
        for (let at = 0; at < value.length; at++) {
          // The last digit of base64 holds bits that no byte has: flipping the highest one always changes the code.
          const other = value[at] === "A" ? "g" : value[at] === "0" ? "8" : value[at] === "g" ? "A" : "0";
          const altered = value.slice(0, at) + other + value.slice(at + 1);
          if (altered === value) continue;
          expect(await verified(request(body, { ...headers, [key]: altered })), `${name} at ${at}`).toBe(false);
        }
      }
    });

    test("looks at nothing before the signature, however large, deep or broken", async () => {
      const hostile = [
        new Uint8Array(),
        new Uint8Array(1024 * 1024).fill(0xff),
        bytes("[".repeat(500_000)),
        bytes(`{"a":`.repeat(100_000)),
        bytes("%".repeat(1024 * 1024)),
      ];
      for (const body of hostile) {
        expect(await verified(request(body, {}))).toBe(false);
        expect(await verified(await signed(body, NOW, fixtures.otherSecrets))).toBe(false);
      }
    });

    test("bears hostile headers", async () => {
      const long = "v1,".repeat(20_000);
      for (const value of [long, "\u0000", "=", "NaN", "-1", "1e99", "9".repeat(400), "v1", "t=,s=", "ü"]) {
        const headers = Object.fromEntries(fixtures.signatureHeaders.map((name) => [name, value]));
        expect(await verified(request(hello(), headers))).toBe(false);
      }
    });
  });

  describe(`${adapter.name}: parse`, () => {
    test("gives a message with its id, sender and text; the same body the same id", async () => {
      const text = `Grüße ${FAMILY} & 100% = "ok"\nline two`;
      const [event] = await parse({ type: "message", id: "m-77", text });
      expect(event).toMatchObject({ type: "message", address, text, value: null });
      expect(await parse({ type: "message", id: "m-77", text })).toEqual([event]);
      const [other] = await parse({ type: "message", id: "m-78", text });
      expect(other?.type === "message" && event?.type === "message" && other.id !== event.id).toBe(true);
    });

    test("passes over what it does not know", async () => {
      expect(await parse({ type: "unknown" })).toEqual([]);
    });

    test("gives receipts that name their message", async () => {
      const key = `${CONVERSATION}/4/0`;
      for (const state of ["delivered", "read", "failed"] as const) {
        const [event] = await parse({ type: "receipt", key, vendorId: "v-9", state });
        expect(event).toMatchObject({ type: "receipt", state });
        if (event?.type !== "receipt") continue;
        // Without one of the two nobody could find the message.
        expect(event.key === key || (event.vendorId === "v-9" && event.address === address)).toBe(true);
      }
    });

    test("refuses malformed bodies with a reason, and in no other way", async () => {
      const sample = fixtures.body({ type: "message", id: "m-1", text: "hello" });
      const hostile = [
        "",
        "null",
        "[]",
        "{}",
        "\u0000",
        sample.slice(0, sample.length / 2),
        `${sample}${sample}`,
        "[".repeat(200_000),
        `{"events":${"[".repeat(100_000)}`,
        `{"events":[${'{"type":"message"},'.repeat(3)}{}]}`,
        `{"__proto__":{"events":[]}}`,
        "event=page",
        fixtures.body({ type: "message", id: "", text: "no id" }),
        fixtures.body({ type: "message", id: "x".repeat(100_000), text: "long id" }),
      ];
      for (const body of [...hostile.map(bytes), new Uint8Array([0xff, 0xfe, 0xc3]), new Uint8Array([0xc3])]) {
        try {
          const { events } = adapter.parse(await signed(body), connection);
          for (const event of events) if (event.type === "message") expect(event.id.length).toBeLessThanOrEqual(500);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedHook);
          expect(String(error).length).toBeLessThan(500);
        }
      }
    });
  });

  describe(`${adapter.name}: render`, () => {
    let seq = 0;
    const framesOf = (...bodies: FrameBody[]): DurableFrame[] =>
      // As in the harness: a spread hides the union from the compiler.
      bodies.map((body) => ({ seq: ++seq, turn: 1, ...body }) as DurableFrame);
    const talk = (text: string): FrameBody => ({
      type: "talk",
      text,
      format: "text",
      from: { kind: "bot", name: "b" },
    });
    const render = (...bodies: FrameBody[]): OutboundMessage[] => {
      const frames = framesOf(...bodies);
      const messages = adapter.render(frames, connection.origin);
      expect(adapter.render(frames, connection.origin), "the same frames, the same messages").toEqual(messages);
      for (const message of messages) {
        const { max, unit } = adapter.capabilities.text;
        expect(lengthIn(message.text, unit)).toBeLessThanOrEqual(max);
        expect(message.text.isWellFormed(), "half a surrogate pair").toBe(true);
        expect(JSON.parse(JSON.stringify(message)), "plain data").toEqual(message);
        expect(frames.some((frame) => frame.seq === message.seq)).toBe(true);
        if (message.choiceStyle === "buttons") {
          expect(message.choices.length).toBeLessThanOrEqual(adapter.capabilities.buttons.max);
        }
        if (message.media) expect(adapter.capabilities.media).toBe(true);
      }
      return messages;
    };
    const joined = (messages: OutboundMessage[]) =>
      messages
        .map(({ text }) => text)
        .join("")
        .replace(/\s/g, "");

    test("splits long texts and tears neither emoji nor accents", () => {
      const max = adapter.capabilities.text.max;
      const units = [FAMILY, FLAG, "e\u0301", "\u{1F44D}\u{1F3FD}", "한", "ก็", "a", "word ", "line\n"];
      const random = seeded(11);
      for (const share of [0.99, 1.01, 3.5]) {
        let text = "";
        while (text.length < max * share) text += units[Math.floor(random() * units.length)];
        const messages = render(talk(text));
        if (!adapter.capabilities.markdown) continue;
        expect(joined(messages)).toBe(text.replace(/\s/g, ""));
        const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
        const whole = [...segmenter.segment(text.replace(/\s/g, ""))].map(({ segment }) => segment);
        const parts = messages.flatMap((message) =>
          [...segmenter.segment(message.text.replace(/\s/g, ""))].map(({ segment }) => segment),
        );
        expect(parts.length).toBe(whole.length);
      }
      // A single character of more marks than any message holds is cut all the same.
      render(talk(`e${"\u0301".repeat(max * 2)}`));
      render(talk("\u{1F469}".repeat(max)));
    });

    test("says nothing where there is nothing to say", () => {
      expect(render(talk(""), { type: "state", state: "waiting" })).toEqual([]);
      expect(render({ type: "user", id: "u", text: "mine", attachments: [] })).toEqual([]);
      expect(render({ type: "hear", as: "TEXT", options: null, retry: false })).toEqual([]);
    });

    test("joins texts that follow one another, an empty one as a blank line", () => {
      expect(render(talk("one"), talk(""), talk("two")).map(({ text }) => text)).toEqual(["one\n\ntwo"]);
    });

    test("shows every choice, as the channel can", () => {
      for (const count of [1, 2, 3, 5, 12, 60]) {
        const options = Array.from({ length: count }, (_, i) => `Option ${i + 1}`);
        const messages = render(talk("Choose"), { type: "hear", as: "MENU", options, retry: false });
        const last = messages.at(-1);
        expect(last?.choices.map(({ label }) => label)).toEqual(options);
        if (last?.choiceStyle !== "numbered") continue;
        const said = messages.map(({ text }) => text).join("\n");
        for (const [index, option] of options.entries()) expect(said).toContain(`${index + 1}. ${option}`);
      }
      const alone = render({ type: "suggestions", items: [{ label: "Yes", value: "y" }] });
      expect(alone.map(({ text }) => text.includes("Yes"))).toEqual([true]);
      expect(render({ type: "suggestions", items: [] })).toEqual([]);
    });

    test("has words for cards, files and errors", () => {
      const tree = {
        type: "card",
        props: { title: "Order 7" },
        children: [{ type: "text", props: { text: "On its way" }, children: [] }],
      };
      expect(joined(render({ type: "tree", id: "t1", tree }))).toContain("Order7");
      expect(render({ type: "error", code: "script.failed", message: "Sorry" })[0]?.text).toBe("Sorry");
      const [file] = render({
        type: "file",
        url: "/f/1",
        name: "bill.pdf",
        mime: "application/pdf",
        size: 3,
        alt: "Your bill",
      });
      expect(file?.media?.url ?? file?.text).toContain(`${connection.origin}/f/1`);
    });
  });

  describe(`${adapter.name}: delivery`, () => {
    test("keeps the order, one key for each message", async () => {
      const one = harness();
      for (const text of ["one", "two", "three"]) {
        one.talk(text);
        await one.run();
      }
      expect(texts(one)).toEqual(["one", "two", "three"]);
      expect(one.states()).toEqual(["accepted", "accepted", "accepted"]);
      expect(one.arrived().keys).toEqual([`${CONVERSATION}/1/0`, `${CONVERSATION}/2/0`, `${CONVERSATION}/3/0`]);
      expect(fixtures.received(one.calls[0]?.body ?? "").to).toBe(address);
    });

    test("waits as long as the vendor asks, and lets nothing pass by", async () => {
      const one = harness();
      one.behaviours.push(() => answers.busy(90));
      one.talk("one");
      await one.run(() => one.calls.length === 1);
      one.talk("two");
      await one.run();
      const [first, second] = one.calls;
      expect(texts(one)).toEqual(["one", "two"]);
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(90_000);
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeLessThan(95_000);
      expect(second?.key).toBe(first?.key);
    });

    test.each([
      ["an error of the vendor's", () => () => new Response("", { status: 500 })],
      ["no answer", () => "hang" as const],
      ["a broken line", () => "cut" as const],
      ["a line that breaks after the message was taken", () => "take-and-cut" as const],
    ])("tries again after %s, with growing pauses, the very same", async (_, behaviour) => {
      const one = harness();
      one.behaviours.push(behaviour(), behaviour());
      one.talk("one");
      await one.run();
      expect(one.calls).toHaveLength(3);
      expect(new Set(one.calls.map(({ key, body }) => `${key} ${body}`)).size).toBe(1);
      const [a = 0, b = 0, c = 0] = one.calls.map(({ at }) => at);
      expect(b - a).toBeGreaterThan(500);
      expect(c - b).toBeGreaterThan(b - a);
      expect(one.states()).toEqual(["accepted"]);
    });

    test("gives up what is refused, or fails too often, and goes on", async () => {
      const one = harness();
      one.behaviours.push(() => answers.refuse());
      one.talk("one");
      await one.run();
      for (let i = 0; i < 4; i++) one.behaviours.push(() => new Response("", { status: 503 }));
      one.talk("two");
      await one.run();
      one.talk("three");
      await one.run();
      expect(one.states()).toEqual(["dead", "dead", "accepted"]);
      expect(one.items().map(({ attempts }) => attempts)).toEqual([1, 4, 1]);
      expect([...one.letters.keys()]).toEqual([1, 2]);
      expect(texts(one)).toEqual(["three"]);
      const secrets = Object.values(connection.secrets);
      for (const { error } of one.items()) for (const secret of secrets) expect(error ?? "").not.toContain(secret);
      expect(one.deliveries.retry(1)).toMatchObject({ ok: true, value: { state: "pending" } });
      await one.run();
      expect(one.states()).toEqual(["accepted", "dead", "accepted"]);
      expect([...one.letters.keys()]).toEqual([2]);
    });

    test("sends the very same again when a crash came between send and record", async () => {
      const one = harness();
      one.behaviours.push("crash");
      one.talk("one");
      one.talk("two");
      await one.run();
      const { doubled, altered } = one.arrived();
      expect(one.calls.map(({ key }) => key)[1]).toBe(one.calls[0]?.key);
      expect({ doubled, altered }).toEqual({ doubled: 1, altered: [] });
      expect(new Set(one.states())).toEqual(new Set(["accepted"]));
    });

    test("takes receipts forward only, late or early, and none that are not its own", async () => {
      const one = harness();
      one.talk("one");
      await one.run();
      const { adapterReceipt } = receiptsOf(adapter, fixtures);
      const [call] = one.calls;
      const send = async (state: "delivered" | "read" | "failed", key = call?.key ?? "", vendorId = "v-1") => {
        const event = await adapterReceipt({ type: "receipt", key, vendorId, state });
        return one.deliveries.receipt({ ...event, channel: adapter.name, connection: connection.id });
      };
      expect(await send("read")).toBe(true);
      expect(await send("delivered")).toBe(false);
      expect(await send("failed")).toBe(false);
      expect(await send("read", `${CONVERSATION}/99/0`, "v-99")).toBe(false);
      expect(one.states()).toEqual(["read"]);
      one.talk("two");
      await one.run();
      expect(await send("failed", one.calls[1]?.key, "v-2")).toBe(true);
      expect(await send("delivered", one.calls[1]?.key, "v-2")).toBe(false);
      await one.run();
      expect(one.states()).toEqual(["read", "failed"]);
      expect([...one.letters.keys()]).toEqual([2]);
    });

    test("loses, reorders and alters nothing in a storm of failures and crashes", { timeout: 60_000 }, async () => {
      let doubled = 0;
      for (let seed = 1; seed <= 12; seed++) {
        const random = seeded(seed);
        const one = harness(50);
        const said: string[] = [];
        for (let i = 0; i < 25; i++) {
          const dice = random();
          const trouble =
            dice < 0.2 ? "crash" : dice < 0.35 ? "take-and-cut" : dice < 0.45 ? "cut" : dice < 0.5 ? "hang" : null;
          if (trouble) one.behaviours.push(trouble);
          else if (dice < 0.6) one.behaviours.push(() => answers.busy(Math.ceil(random() * 5)));
          else if (dice < 0.7) one.behaviours.push(() => new Response("", { status: 502 }));
          const text = `message ${i} of ${seed}`;
          said.push(text);
          one.say(
            { type: "talk", text, format: "text", from: { kind: "bot", name: "b" } },
            { type: "state", state: "waiting" },
          );
          // Now all that is due, now only until the vendor is called again, so that much waits behind what failed.
          const calls = one.calls.length;
          const isImpatient = random() < 0.5;
          if (random() < 0.8) await one.run(() => isImpatient && one.calls.length > calls);
        }
        await one.run();
        const arrived = one.arrived();
        expect(texts(one).join("\n"), `seed ${seed}`).toBe(said.join("\n"));
        expect(arrived.altered).toEqual([]);
        doubled += arrived.doubled;
      }
      // Without doubles the storm would have proved nothing.
      expect(doubled).toBeGreaterThan(10);
    });
  });
}

function receiptsOf(adapter: ChannelAdapter, fixtures: ChannelFixtures) {
  const { connection } = fixtures;
  return {
    adapterReceipt: async (event: Extract<FixtureEvent, { type: "receipt" }>) => {
      const body = new Uint8Array(new TextEncoder().encode(fixtures.body(event)));
      const url = `${connection.origin}/hooks/v1/${adapter.name}/${connection.id}`;
      const hook: HookRequest = { method: "POST", url, header: () => null, body };
      const [parsed] = adapter.parse(hook, connection).events;
      if (parsed?.type !== "receipt") throw new Error("the fixture gives no receipt");
      const { type: _, address: __, ...rest } = parsed;
      return rest;
    },
  };
}
