/** Replays through the API: positions, differences, forks into sandboxes, recordings, rehearsals. */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { beforeAll, describe, expect, test } from "vitest";
import { registerExtensions } from "../../basic/index.ts";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { BotApi, JournalPage } from "../../contracts/objects.ts";
import {
  REPLAY_LIMITS,
  type Rehearsed,
  type ReplayOverview,
  type ReplayState,
  type Transcript,
} from "../../contracts/replay.ts";
import type { Env } from "../../durable-objects/env.ts";
import { Explorer } from "../../durable-objects/replay/explorer.ts";
import { changes } from "../../durable-objects/replay/list-changes.ts";
import { fetchRecorded, Releases } from "../../durable-objects/replay/source.ts";
import { sha256Hex } from "../../worker/auth/secrets.ts";
import { EXAMPLE, faxes } from "../support/fax-keyword.ts";
import { apiToken, call, codeOf, send } from "./support-edge.ts";
import { bot, open, type Talk, told, unwrap } from "./support-session.ts";

const SHOP = `
TALK "Welcome"
HEAR who AS NAME WITH "Who are you?"
FOR i = 1 TO 3
  CALL Greet(i)
NEXT
SET BOT MEMORY "last", who
kept = GET BOT MEMORY("last")
SAVE "guests", who
job = SEND FAX "+4930123456" WITH who
TALK "Kept " + kept + ", pages " + job.pages
HEAR more
TALK "Bye " + INT(RND() * 1000000)

SUB Greet(n)
  TALK "Hi " + who + " " + n
END SUB
`;

let read = "";
let write = "";
beforeAll(async () => {
  registerExtensions([EXAMPLE]);
  read = await apiToken("conversations:read");
  write = await apiToken("conversations:read", "conversations:write");
});

async function shop(): Promise<{ talk: Talk; path: string }> {
  const talk = await open(await bot(SHOP));
  await talk.say("Maria");
  await talk.say("nothing");
  return { talk, path: pathOf(talk) };
}
const pathOf = ({ key }: Talk): string => `/api/v1/bots/${key.bot}/conversations/${key.conversation}`;
const get = async <T>(path: string): Promise<T> => {
  const answer = await send(read, path);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json<T>();
};
const linesOf = async (answer: Response) =>
  (await answer.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("going through a conversation", () => {
  test("turns with their statements, causes, times; the same frames", async () => {
    const { talk, path } = await shop();
    const overview = await get<ReplayOverview>(`${path}/replay`);
    expect(overview).toMatchObject({ turns: 3, differences: 0 });
    expect(overview.frames.same).toBe(overview.frames.recorded);
    expect(overview.items.map(({ cause, text }) => [cause, text])).toEqual([
      ["start", null],
      ["message", "Maria"],
      ["message", "nothing"],
    ]);
    expect(overview.items.flatMap(({ frames }) => frames)).toEqual(await talk.transcript());
    expect(overview.items[1]?.timing?.effects.map(({ keyword }) => keyword)).toContain("SEND FAX");
    expect(overview.items[0]?.delivery).toMatchObject({ commitMs: expect.any(Number) });
    const page = await get<ReplayOverview>(`${path}/replay?after=1&limit=1`);
    expect(page.items.map(({ turn }) => turn)).toEqual([2]);
    expect(page.nextAfter).toBe(2);
  });

  test("each position has its place, stack, variables, effects; next and previous lead through all of them", async () => {
    const { path } = await shop();
    const seen: ReplayState[] = [];
    let at: ReplayState["next"] = { turn: 1, statement: 1 };
    while (at) {
      const state: ReplayState = await get(`${path}/replay/${at.turn}/${at.statement}`);
      expect(state.position).toEqual(at);
      seen.push(state);
      at = state.next;
    }
    const inside = seen.find(({ stack }) => stack.length === 2);
    expect(inside?.stack.map(({ name }) => name)).toEqual(["Greet", "start"]);
    expect(inside?.stack[0]?.variables).toContainEqual({ name: "n", type: "NUMBER", value: "1" });
    const loop = seen.flatMap(({ stack }) => stack.at(-1)?.variables ?? []).filter(({ name }) => name === "i");
    expect([...new Set(loop.map(({ value }) => value))]).toEqual(["NULL", "1", "2", "3", "4"]);
    const fax = seen.find(({ effects }) => effects.some(({ keyword }) => keyword === "SEND FAX"));
    expect(fax?.place?.line).toBe(10);
    expect(fax?.effects).toMatchObject([
      { keyword: "SEND FAX", operands: { number: "+4930123456", text: "Maria" }, result: { pages: 1 }, error: null },
    ]);
    expect(fax?.effects[0]?.ms).toEqual(expect.any(Number));
    // What all statements say is what was said, but for what a turn begins with.
    const says = seen.flatMap((state) => state.says);
    expect(told(says).filter((line) => line.startsWith("bot:"))).toEqual([
      "bot: Welcome",
      "bot: Who are you?",
      "bot: Hi Maria 1",
      "bot: Hi Maria 2",
      "bot: Hi Maria 3",
      "bot: Kept Maria, pages 1",
      expect.stringMatching(/^bot: Bye \d+$/),
    ]);
    const back: ReplayState[] = [];
    for (at = seen.at(-1)?.position ?? null; at; at = back.at(-1)?.previous ?? null)
      back.push(await get(`${path}/replay/${at.turn}/${at.statement}`));
    expect(back.toReversed()).toEqual(seen);
  });

  test("nothing is performed again", async () => {
    const { path } = await shop();
    faxes.length = 0;
    await get(`${path}/replay`);
    await get(`${path}/replay/2/9`);
    await get(`${path}/transcript`);
    expect(faxes).toEqual([]);
  });

  test("a recording that tells another story than the program is told with its place", async () => {
    const { talk } = await shop();
    const recorded = unwrap(await fetchRecorded(env as unknown as Env, talk.key));
    const turn = recorded.turns[1]!;
    turn.entries = turn.entries.map((entry) =>
      entry.event.type === "effect.done" && entry.event.keyword === "GET BOT MEMORY"
        ? { ...entry, event: { ...entry.event, result: { json: '"Somebody"' } } }
        : entry,
    );
    const releases = new Releases(env as unknown as Env, talk.key);
    const parts = { env: env as unknown as Env, recorded, release: (hash: string) => releases.manifest(hash) };
    const explorer = unwrap(await Explorer.open(parts, releases));
    const { differences, items } = unwrap(await explorer.overview(0, 10));
    expect(differences).toBeGreaterThan(0);
    expect(items[1]?.differences[0]).toMatchObject({
      turn: 2,
      kind: "frame",
      expected: expect.stringContaining("Kept Maria"),
      actual: expect.stringContaining("Kept Somebody"),
    });
  });

  test("a secret stays masked, and what followed from it is replayed", async () => {
    const talk = await open(
      await bot('HEAR pw AS PASSWORD WITH "Password?"\nHEAR card AS CREDITCARD\nTALK pw + " and " + card\n'),
    );
    await talk.say("short");
    await talk.say("correct horse");
    await talk.say("4111 1111 1111 1111");
    const path = pathOf(talk);
    expect(await get<ReplayOverview>(`${path}/replay`)).toMatchObject({ differences: 0 });
    const texts = JSON.stringify([await get(`${path}/transcript`), await get(`${path}/replay/4/2`)]);
    expect(texts).toContain("4111 **** **** 1111");
    expect(texts).not.toMatch(/correct horse|4111 1111|short/);
  });

  test("a turn of more statements than are counted says so, and those behind it are there", async () => {
    const rounds = REPLAY_LIMITS.statements / 2 + 10;
    const talk = await open(
      await bot({
        scripts: { start: `HEAR x\nn = 0\nFOR i = 1 TO ${rounds}\n  n = n + 1\nNEXT\nTALK n\nHEAR y\nTALK y\n` },
        config: { "loop-max-iterations": "10000000" },
      }),
    );
    await talk.say("go");
    await talk.say("on");
    const { items } = await get<ReplayOverview>(`${pathOf(talk)}/replay`);
    expect(items.map(({ cut }) => cut)).toEqual([false, true, false]);
    // Its end is a position like any other, to be looked at and gone on from.
    const end = `${pathOf(talk)}/replay/2/${(items[1]?.statements ?? 0) + 1}`;
    const shown = await get<ReplayState>(end);
    expect(shown).toMatchObject({ atEnd: true, hears: true });
    expect(shown.place).not.toBeNull();
    expect(shown.frames).toEqual(items[1]?.frames);
    const position = { turn: 2, statement: shown.position.statement };
    const forked = await (await send(write, `${pathOf(talk)}/replay/fork`, position)).json<OpenAnswer>();
    expect(forked.frames).toEqual(items.slice(0, 2).flatMap(({ frames }) => frames));
    expect(items[1]?.statements).toBe(REPLAY_LIMITS.statements);
    expect(await get<ReplayState>(`${pathOf(talk)}/replay/3/2`)).toMatchObject({ says: [{ text: "on" }, {}] });
  }, 60_000);

  test("who may not read it, and what is not there, is refused", async () => {
    const { path } = await shop();
    expect(await codeOf(call(`${path}/replay`))).toBe("401 auth.required");
    expect(await codeOf(send(await apiToken("bots:read"), `${path}/replay`))).toBe("403 auth.forbidden");
    expect(await codeOf(send(read, `${path}/replay/9/1`))).toBe("400 request.invalid");
    expect(await codeOf(send(read, `${path}/replay/0/1`))).toBe("400 request.invalid");
    expect(await codeOf(send(read, `${path}/replay/1/4000`))).toBe("400 request.invalid");
    expect(await codeOf(send(read, `${path}/replay?limit=0`))).toBe("400 request.invalid");
    expect(await codeOf(send(read, `${path}/replay/fork`, { turn: 1, statement: 1 }))).toBe("403 auth.forbidden");
    // A fork tells everything that was said.
    const writer = await apiToken("conversations:write");
    expect(await codeOf(send(writer, `${path}/replay/fork`, { turn: 1, statement: 1 }))).toBe("403 auth.forbidden");
    expect(await codeOf(send(write, `${path}/replay/fork`, { turn: 1 }))).toBe("400 request.invalid");
    const elsewhere = path.replace(/[^/]+$/, "0".repeat(26));
    expect(await codeOf(send(read, `${elsewhere}/replay`))).toBe("404 conversation.unknown");
  });
});

describe("a fork", () => {
  const fork = async (path: string, turn: number, statement: number): Promise<OpenAnswer> => {
    const answer = await send(write, `${path}/replay/fork`, { turn, statement });
    expect(answer.status).toBe(201);
    return answer.json<OpenAnswer>();
  };
  const journalOf = async (forked: string) => (await get<JournalPage>(`${forked}/journal?limit=1000`)).items;

  test("goes on from the very statement, reads the world and changes nothing in it", async () => {
    const { talk, path } = await shop();
    const states: ReplayState[] = [];
    for (let statement = 1; statement < 30; statement++) {
      const answer = await send(read, `${path}/replay/2/${statement}`);
      if (answer.ok) states.push(await answer.json<ReplayState>());
    }
    const at = states.find(({ effects }) => effects[0]?.keyword === "SET BOT MEMORY")?.position;
    faxes.length = 0;
    const { id, token, frames } = await fork(path, at?.turn ?? 0, at?.statement ?? 0);
    expect(id).not.toBe(talk.key.conversation);
    // The calls that are withheld answer what they did in the origin; the turn ends as it did there.
    expect(told(frames)).toEqual(told((await talk.transcript()).filter(({ turn }) => turn <= 2)));
    expect(faxes).toEqual([]);
    const forked = path.replace(talk.key.conversation, id);
    const events = (await journalOf(forked)).map(({ event }) => event);
    const withheld = events.flatMap((event) => (event.type === "effect.withheld" ? [event.keyword] : []));
    expect(withheld).toEqual(["SET BOT MEMORY", "SAVE", "SEND FAX"]);
    expect(events.some((event) => event.type === "effect.done" && event.keyword === "GET BOT MEMORY")).toBe(true);
    // It is a conversation like any other, and replays like one.
    const message = { id: "from-the-fork", text: "more", value: null, attachments: [] };
    const said = await (await send(token, `${forked}/messages`, message)).json<{ frames: DurableFrame[] }>();
    expect(told(said.frames).at(-1)).toBe("state idle");
    expect(await get<ReplayOverview>(`${forked}/replay`)).toMatchObject({ turns: 3, differences: 0 });
    expect(await get<ReplayOverview>(`${path}/replay`)).toMatchObject({ turns: 3, differences: 0 });
  });

  test("asked for twice under one key is made once", async () => {
    const { path } = await shop();
    const ask = () =>
      call(`${path}/replay/fork`, {
        method: "POST",
        body: JSON.stringify({ turn: 1, statement: 2 }),
        headers: { authorization: `Bearer ${write}`, "content-type": "application/json", "idempotency-key": "fork-1" },
      });
    const [one, two] = [await (await ask()).json<OpenAnswer>(), await (await ask()).json<OpenAnswer>()];
    expect(two).toEqual(one);
  });

  test("what it asks for has its time from now on, however long ago the origin asked", async () => {
    const talk = await open(await bot('TALK "hi"\nHEAR a AS TEXT DEFAULT "nobody" TIMEOUT 1\nTALK a\n'));
    const path = pathOf(talk);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const { id, token } = await fork(path, 1, 1);
    await runDurableObjectAlarm(env.SESSION.getByName(`default/${talk.key.bot}/${id}`));
    const message = { id: "in-time", text: "me", value: null, attachments: [] };
    const forked = path.replace(talk.key.conversation, id);
    const answer = await (await send(token, `${forked}/messages`, message)).json<{ frames: DurableFrame[] }>();
    expect(told(answer.frames)).toContain("bot: me");
  });

  test("at a turn's end it waits there, with another answer than the origin got", async () => {
    const { talk, path } = await shop();
    const { items } = await get<ReplayOverview>(`${path}/replay`);
    const { id, token, state } = await fork(path, 1, (items[0]?.statements ?? 0) + 1);
    expect(state).toBe("waiting");
    faxes.length = 0;
    const forked = path.replace(talk.key.conversation, id);
    const message = { id: "other", text: "Otto", value: null, attachments: [] };
    const answer = await (await send(token, `${forked}/messages`, message)).json<{ frames: DurableFrame[] }>();
    const lines = told(answer.frames);
    expect(lines).toContain("bot: Hi Otto 3");
    // Other operands than any call of the origin had: the answer is NULL, and the memory is the origin's.
    expect(lines).toContain("bot: Kept Maria, pages ");
    expect(faxes).toEqual([]);
    const memory = env.BOT.getByName(`default/${talk.key.bot}`) as unknown as BotApi;
    expect(await memory.getMemory("last")).toBe("Maria");
  });

  test("from every position of a turn it comes to the same end", async () => {
    const { talk, path } = await shop();
    const { items } = await get<ReplayOverview>(`${path}/replay`);
    const end = told((await talk.transcript()).filter(({ turn }) => turn <= 2));
    for (let statement = 1; statement <= (items[1]?.statements ?? 0) + 1; statement += 3) {
      const { frames } = await fork(path, 2, statement);
      expect(told(frames), `statement ${statement}`).toEqual(end);
    }
  });
});

describe("recordings and rehearsals", () => {
  test("a recording against its own release is the same; against another it tells what changes, and where", async () => {
    const { talk, path } = await shop();
    const transcript = await get<Transcript>(`${path}/transcript?name=shop`);
    expect(transcript).toMatchObject({ name: "shop", bot: talk.key.bot });
    expect(transcript.turns[1]?.effects.map(({ keyword }) => keyword)).toEqual([
      "SET BOT MEMORY",
      "GET BOT MEMORY",
      "SAVE",
      "SEND FAX",
    ]);
    const rehearse = async (name: string): Promise<Rehearsed> => {
      const [line] = await linesOf(await send(read, `/api/v1/bots/${name}/rehearsals`, { transcript }));
      return line;
    };
    expect(await rehearse(talk.key.bot)).toMatchObject({ differences: [], failure: null, turns: 3 });
    faxes.length = 0;
    const changed = await bot({
      scripts: {
        start: SHOP.replace("Welcome", "Hello").replace('SEND FAX "+4930123456"', 'SEND FAX "+4930999999"'),
      },
      config: { "bot-name": talk.key.bot },
    });
    const { differences } = await rehearse(changed);
    expect(differences[0]).toMatchObject({ turn: 1, kind: "frame", line: 2, file: `${changed}.gbdialog/start.bas` });
    expect(differences[0]?.expected).toContain("Welcome");
    expect(differences[0]?.actual).toContain("Hello");
    const calls = differences.filter(({ kind }) => kind === "effect");
    expect(
      calls.map(({ expected, actual }) => [expected?.includes("+4930123456"), actual?.includes("+4930999999")]),
    ).toEqual([
      [undefined, true],
      [true, undefined],
    ]);
    expect(faxes).toEqual([]);
  });

  test("the last conversations, one line each, with those that cannot be run", async () => {
    const { talk } = await shop();
    const path = `/api/v1/bots/${talk.key.bot}/rehearsals`;
    const lines = await linesOf(await send(read, path, { conversations: [talk.key.conversation, "0".repeat(26)] }));
    expect(lines).toMatchObject([
      { type: "conversation", conversation: talk.key.conversation, differences: [], failure: null },
      { type: "conversation", failure: "There is no such conversation." },
      { type: "end", conversations: 2, changed: 0, failed: 1 },
    ]);
    expect(await linesOf(await send(read, path, { last: 5 }))).toMatchObject([
      { conversation: talk.key.conversation },
      { type: "end", conversations: 1 },
    ]);
  });

  test("what is no rehearsal is refused", async () => {
    const { talk } = await shop();
    const path = `/api/v1/bots/${talk.key.bot}/rehearsals`;
    expect(await codeOf(send(read, path, {}))).toBe("400 request.invalid");
    expect(await codeOf(send(read, path, { last: 1, conversations: ["0".repeat(26)] }))).toBe("400 request.invalid");
    expect(await codeOf(send(read, path, { last: 5_000 }))).toBe("400 request.invalid");
    expect(await codeOf(send(read, path, { last: 1, release: "f".repeat(64) }))).toBe("404 release.unknown");
    expect(await codeOf(send(await apiToken("bots:read"), path, { last: 1 }))).toBe("403 auth.forbidden");
  });
});

test("a file is replayed with the current release; one that is cut off is refused", async () => {
  const { talk, path } = await shop();
  const file = await (await send(read, `${path}/export`)).text();
  const post = (body: string, query = "") =>
    call(`/api/v1/bots/${talk.key.bot}/replays${query}`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${read}`, "content-type": "application/jsonl" },
    });
  expect(await (await post(file)).json()).toMatchObject({ turns: 3, differences: 0 });
  expect(await (await post(file, "?turn=2&statement=2")).json()).toMatchObject({ position: { turn: 2, statement: 2 } });
  expect(await codeOf(post(file.slice(0, file.lastIndexOf("{"))))).toBe("400 request.invalid");
  expect(await codeOf(post("no export"))).toBe("400 request.invalid");
});

test("a file of another server is replayed with the programs of who asks", async () => {
  const { path } = await shop();
  const file = await (await send(read, `${path}/export`)).text();
  // Nothing of this bot has been loaded yet.
  const other = await bot(SHOP);
  const answer = await call(`/api/v1/bots/${other}/replays`, {
    method: "POST",
    body: file.replace('"tenant":"default"', '"tenant":"elsewhere"'),
    headers: { authorization: `Bearer ${read}`, "content-type": "application/jsonl" },
  });
  const { items } = await answer.json<ReplayOverview>();
  expect(items.flatMap(({ differences }) => differences).filter(({ kind }) => kind === "turn")).toEqual([]);
  expect(items[0]?.statements).toBeGreaterThan(0);
});

test("a file that was sent is named by its hash, until the bot has another release", async () => {
  const { talk, path } = await shop();
  const file = await (await send(read, `${path}/export`)).text();
  const hash = await sha256Hex(file);
  const post = (query: string, body?: string) =>
    call(`/api/v1/bots/${talk.key.bot}/replays?${query}`, {
      method: "POST",
      ...(body === undefined ? {} : { body }),
      headers: { authorization: `Bearer ${read}`, "content-type": "application/jsonl" },
    });
  expect(await codeOf(post(`file=${hash}`))).toBe("404 replay.file-unknown");
  expect(await codeOf(post("file=1"))).toBe("400 request.invalid");
  expect(await (await post("", file)).json()).toMatchObject({ differences: 0 });
  expect(await (await post(`turn=2&statement=2&file=${hash}`)).json()).toMatchObject({ position: { turn: 2 } });
  const zip = zipSync({ "b.gbdialog/start.bas": new TextEncoder().encode('TALK "other"\n') }).slice().buffer;
  const object = env.BOT.getByName(`default/${talk.key.bot}`) as unknown as BotApi;
  unwrap(await object.publish("default", talk.key.bot, zip));
  expect(await codeOf(post(`file=${hash}`))).toBe("404 replay.file-unknown");
  expect(await (await post("", file)).json()).not.toMatchObject({ differences: 0 });
});

test("how a list became another", () => {
  const of = (before: string, after: string) =>
    changes([...before], [...after], (a, b) => a === b).map(
      ({ expected, actual }) => `${expected ?? ""}>${actual ?? ""}`,
    );
  expect(of("abcd", "abcd")).toEqual([]);
  expect(of("abcd", "abXd")).toEqual(["c>X"]);
  expect(of("abcd", "abcXd")).toEqual([">X"]);
  expect(of("abcde", "bcXe")).toEqual(["a>", "d>X"]);
  expect(of("", "ab")).toEqual([">a", ">b"]);
});
