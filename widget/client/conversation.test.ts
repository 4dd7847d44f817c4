/** What the page promises: nothing typed is lost or doubled, whatever the network and the server do. */
import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "./api.ts";
import { Conversation } from "./conversation.ts";
import { breathe, FakeServer, FakeTime } from "./fake-server.test-helper.ts";
import { type KeyValueStore, memoryStore } from "./storage.ts";

let server: FakeServer;
let time: FakeTime;
let store: KeyValueStore;
const locks = new Map<string, Promise<unknown>>();

function page(): Conversation {
  return new Conversation({
    api: server,
    store,
    around: time,
    name: "host/bot",
    locale: "en",
    now: () => time.now,
    exclusively: async (name, work) => {
      const run = (locks.get(name) ?? Promise.resolve()).catch(() => {}).then(work);
      locks.set(name, run);
      return run;
    },
  });
}
async function opened(): Promise<Conversation> {
  const conversation = page();
  await conversation.start();
  await time.pass(0);
  return conversation;
}
const texts = (conversation: Conversation) =>
  conversation.transcript.entries.map((entry) =>
    entry.kind === "bot" || entry.kind === "user" ? entry.text : entry.kind,
  );

beforeEach(() => {
  server = new FakeServer();
  time = new FakeTime();
  store = memoryStore();
  locks.clear();
});

describe("opening", () => {
  it("opens once, shows the first frames and goes online", async () => {
    const conversation = await opened();
    expect(conversation.phase).toBe("open");
    expect(conversation.status).toBe("online");
    expect(texts(conversation)).toEqual(["Hello"]);
    expect(server.opened).toHaveLength(1);
  });

  it("goes on after a reload, with the same conversation", async () => {
    (await opened()).close();
    const again = await opened();
    expect(server.opened).toHaveLength(1);
    expect(texts(again)).toEqual(["Hello"]);
  });

  it("opens one conversation for two tabs", async () => {
    const [a, b] = [page(), page()];
    await Promise.all([a.start(), b.start()]);
    expect(server.opened).toHaveLength(1);
    expect(b.phase).toBe("open");
  });

  it("uses the same idempotency key when the answer was lost to a reload", async () => {
    const open = server.open.bind(server);
    server.open = async (key) => {
      await open(key);
      throw new ApiError(0, "unreachable", "the answer was lost");
    };
    const first = page();
    void first.start();
    await breathe();
    first.close();
    server.open = open;
    locks.clear();
    await opened();
    expect(new Set(server.opened).size).toBe(1);
    expect(server.opened.length).toBeGreaterThan(1);
  });

  it("tries again while the server is away, and stops at a refusal", async () => {
    server.reachable = false;
    const conversation = page();
    void conversation.start();
    await time.pass(5_000);
    expect(conversation.phase).toBe("opening");
    expect(conversation.status).toBe("waiting");
    server.reachable = true;
    await time.pass(60_000);
    expect(conversation.phase).toBe("open");

    server.refusal = new ApiError(404, "bot.unknown", "no");
    store = memoryStore();
    const refused = page();
    await refused.start();
    expect([refused.phase, refused.refusal]).toEqual(["refused", "bot.unknown"]);
  });
});

describe("sending", () => {
  it("shows a message at once and drops it from the outbox when its frame arrives", async () => {
    const conversation = await opened();
    conversation.send("hi");
    expect(conversation.outbox.messages.map((message) => message.text)).toEqual(["hi"]);
    await time.pass(10);
    expect(conversation.outbox.messages).toEqual([]);
    expect(texts(conversation)).toEqual(["Hello", "hi", "You said hi"]);
  });

  it("keeps what was typed offline over a reload and sends it once, in order", async () => {
    const conversation = await opened();
    server.accepting = false;
    server.line.onclose?.(1006);
    await time.pass(1);
    conversation.send("one");
    conversation.send("two");
    conversation.close();
    server.accepting = true;
    const again = await opened();
    await time.pass(10);
    expect(texts(again)).toEqual(["Hello", "one", "You said one", "two", "You said two"]);
    expect(server.ran).toHaveLength(2);
    expect(store.keys("basalt:unsent:")).toEqual([]);
  });

  it("sends again under the same id when the server died after taking it, and shows it once", async () => {
    const conversation = await opened();
    server.answering = false;
    conversation.send("hi");
    await time.pass(10);
    expect(server.ran).toHaveLength(1);
    server.answering = true;
    server.line.onclose?.(1006);
    await time.pass(2_000);
    expect(server.ran).toHaveLength(1);
    expect(texts(conversation)).toEqual(["Hello", "hi", "You said hi"]);
    expect(conversation.outbox.messages).toEqual([]);
  });

  it("never writes the answer to a question for a password into storage", async () => {
    const conversation = await opened();
    server.line.say(server.add(1, { type: "hear", as: "PASSWORD", options: null, retry: false }));
    server.answering = false;
    conversation.send("hunter2hunter2");
    for (const key of store.keys("")) expect(store.get(key)).not.toContain("hunter2");
    expect(conversation.outbox.messages[0]?.secret).toBe(true);
    server.answering = true;
    server.line.onclose?.(1006);
    await time.pass(2_000);
    const said = conversation.transcript.entries.find((entry) => entry.kind === "user");
    expect(said?.kind === "user" && said.secret).toBe(true);
  });

  it("marks a refused message, sends the rest, and retries or discards on demand", async () => {
    const conversation = await opened();
    server.answering = false;
    conversation.send("bad");
    await time.pass(1);
    server.line.say({ type: "fault", code: "frame.invalid", message: "no" });
    expect(conversation.outbox.messages[0]?.failed).toBe(true);
    const sends = () => server.lines.flatMap((line) => line.sent).length;
    const before = sends();
    server.line.onclose?.(1006);
    await time.pass(2_000);
    expect(sends()).toBe(before);
    const id = conversation.outbox.messages[0]?.id ?? "";
    server.answering = true;
    conversation.retry(id);
    await time.pass(10);
    expect(conversation.outbox.messages).toEqual([]);
  });

  it("takes nothing more once the conversation has ended, and starts again on demand", async () => {
    const conversation = await opened();
    server.line.say(server.add(2, { type: "state", state: "ended" }));
    expect(conversation.send("hi")).toBe(false);
    server.frames = server.frames.slice(0, 3);
    await conversation.restart();
    await time.pass(10);
    expect(new Set(server.opened).size).toBe(2);
    expect(conversation.transcript.state).toBe("waiting");
    expect(conversation.send("hi")).toBe(true);
  });

  it("refuses more than it can keep", async () => {
    const conversation = await opened();
    server.accepting = false;
    server.line.onclose?.(1006);
    await time.pass(1);
    const taken = Array.from({ length: 60 }, (_, index) => conversation.send(`m${index}`));
    expect(taken.filter(Boolean)).toHaveLength(50);
  });
});

describe("frames", () => {
  it("ignores what it knows and asks for what it misses", async () => {
    const conversation = await opened();
    const four = server.add(2, { type: "talk", text: "four", format: "text", from: { kind: "bot", name: "b" } });
    const five = server.add(2, { type: "talk", text: "five", format: "text", from: { kind: "bot", name: "b" } });
    server.line.say(five);
    expect(server.line.sent).toContainEqual({ type: "resume", after: 3 });
    await time.pass(1);
    server.line.say(four);
    server.line.say(five);
    expect(texts(conversation)).toEqual(["Hello", "four", "five"]);
  });

  it("shows what was said before a stream at once, until its message comes", async () => {
    const conversation = await opened();
    const from = { kind: "bot", name: "b" } as const;
    const seq = server.add(2, { type: "talk", text: "Looking.", format: "text", from });
    server.line.say({ type: "delta", turn: 2, stream: `=${seq.seq}`, text: "Looking." });
    server.line.say({ type: "delta", turn: 2, stream: "2.1", text: "Found" });
    expect(texts(conversation)).toEqual(["Hello", "Looking.", "Found"]);
    server.line.say(seq);
    expect(texts(conversation)).toEqual(["Hello", "Looking.", "Found"]);
    server.line.say(server.add(2, { type: "talk", text: "Found it.", format: "text", from, stream: "2.1" }));
    expect(texts(conversation)).toEqual(["Hello", "Looking.", "Found it."]);
  });

  it("replaces a stream by its finished message, and drops it when the line breaks", async () => {
    const conversation = await opened();
    server.line.say({ type: "delta", turn: 2, stream: "2.1", text: "Hel" });
    server.line.say({ type: "delta", turn: 2, stream: "2.1", text: "lo" });
    expect(texts(conversation)).toEqual(["Hello", "Hello"]);
    server.line.say(
      server.add(2, { type: "talk", text: "Hello!", format: "text", from: { kind: "bot", name: "b" }, stream: "2.1" }),
    );
    expect(texts(conversation)).toEqual(["Hello", "Hello!"]);
    server.line.say({ type: "delta", turn: 3, stream: "3.1", text: "half" });
    server.line.onclose?.(1006);
    await time.pass(2_000);
    expect(texts(conversation)).toEqual(["Hello", "Hello!"]);
  });

  it("offers a question's options and the suggestions, each label once, until it is answered", async () => {
    const conversation = await opened();
    server.line.say(
      server.add(2, {
        type: "suggestions",
        items: [
          { label: "A", value: "a" },
          { label: "B", value: 2 },
        ],
      }),
    );
    server.line.say(server.add(2, { type: "hear", as: "MENU", options: ["A", "C"], retry: false }));
    expect(conversation.transcript.choices.map((choice) => choice.label)).toEqual(["A", "C", "B"]);
    conversation.send("A", "A");
    await time.pass(10);
    expect(conversation.transcript.choices).toEqual([]);
  });

  it("survives text that is no frame", async () => {
    const conversation = await opened();
    server.line.onmessage?.("not json");
    expect(texts(conversation)).toEqual(["Hello"]);
  });
});

describe("connection", () => {
  it("comes back with growing, jittered delays, and at once when nudged", async () => {
    const conversation = await opened();
    server.accepting = false;
    server.reachable = false;
    server.line.onclose?.(1006);
    const delays: number[] = [];
    for (let round = 0; round < 8; round++) {
      await time.pass(0);
      delays.push(conversation.retryAt - time.now);
      await time.pass(conversation.retryAt - time.now);
    }
    expect(delays[0]).toBe(375);
    expect(delays[1]).toBe(750);
    expect(Math.max(...delays)).toBeLessThanOrEqual(30_000);
    expect(delays.at(-1)).toBe(22_500);
    server.accepting = true;
    server.reachable = true;
    conversation.nudge();
    await time.pass(1);
    expect(conversation.status).toBe("online");
  });

  it("notices a dead network by a ping that nothing answers", async () => {
    const conversation = await opened();
    const first = server.line;
    server.answering = false;
    await time.pass(25_001);
    expect(first.sent).toContainEqual({ type: "ping" });
    await time.pass(12_000);
    expect(server.lines.length).toBeGreaterThan(1);
    expect(first.closed).toBe(true);
    expect(conversation.status).toBe("online");
  });

  it("does not dial while the browser is offline", async () => {
    const conversation = await opened();
    time.online = false;
    conversation.wentOffline();
    const count = server.lines.length;
    await time.pass(120_000);
    expect(conversation.status).toBe("offline");
    expect(server.lines).toHaveLength(count);
    time.online = true;
    conversation.nudge();
    await time.pass(1);
    expect(conversation.status).toBe("online");
  });

  it("falls back to plain HTTP where sockets never open", async () => {
    server.blocked = true;
    const conversation = await opened();
    await time.pass(20_000);
    expect(server.overHttpCount).toBeGreaterThan(0);
    expect(conversation.status).toBe("online");
    conversation.send("hi");
    await time.pass(10);
    expect(texts(conversation)).toEqual(["Hello", "hi", "You said hi"]);
  });

  it("opens a new conversation, and says so, when the server no longer knows the old one", async () => {
    (await opened()).close();
    server.erased.add("c1");
    const conversation = await opened();
    await time.pass(5_000);
    expect(conversation.renewed).toBe(true);
    expect(new Set(server.opened).size).toBe(2);
    expect(conversation.status).toBe("online");
  });

  it("gives up when a new conversation is unknown as well, instead of opening for ever", async () => {
    server.erased.add("c1").add("c2");
    const conversation = await opened();
    await time.pass(60_000);
    expect(conversation.phase).toBe("refused");
    expect(new Set(server.opened).size).toBe(2);
  });

  it("follows another tab that started again", async () => {
    const [a, b] = [await opened(), await opened()];
    await a.restart();
    b.storageChanged();
    await time.pass(10);
    expect(new Set(server.opened).size).toBe(2);
    expect(b.phase).toBe("open");
  });
});

describe("files", () => {
  it("go with the next message, also after a reload, and what was refused does not", async () => {
    const conversation = await opened();
    conversation.uploads.add([new File(["abc"], "a.txt"), new File(["x"], "large.bin"), new File(["y"], "gone.txt")]);
    await breathe();
    expect(conversation.uploads.files.map(({ name, state, reason }) => [name, state, reason])).toEqual([
      ["a.txt", "done", ""],
      ["large.bin", "failed", "The file is too large."],
      ["gone.txt", "done", ""],
    ]);
    conversation.uploads.remove(conversation.uploads.files[2]?.key ?? "");
    server.accepting = false;
    for (const line of server.lines) line.onclose?.(1006);
    expect(conversation.send("see")).toBe(true);
    conversation.close();
    server.accepting = true;
    const again = await opened();
    const said = again.transcript.entries.find((entry) => entry.kind === "user");
    expect(said?.kind === "user" && said.files.map(({ name }) => name)).toEqual(["a.txt"]);
    expect(await again.addressOf("/files/file-a.txt")).toBe("/files/file-a.txt?open");
  });
});
