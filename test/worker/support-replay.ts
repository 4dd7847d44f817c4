/**
 * Replay equality: every conversation that a test file has opened is run again from its recording, and every frame, the
 * state and the machine at its end must be the same; stepping back and forth must come to the same places.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { BotApi } from "../../contracts/objects.ts";
import type { ReplayPosition, ReplayTurn } from "../../contracts/replay.ts";
import type { Env } from "../../durable-objects/env.ts";
import { Explorer } from "../../durable-objects/replay/explorer.ts";
import type { Recorded } from "../../durable-objects/replay/recorded.ts";
import { Replayer, type ReplayParts } from "../../durable-objects/replay/replayer.ts";
import { fetchRecorded } from "../../durable-objects/replay/source.ts";
import type { SessionState } from "../../durable-objects/session/state.ts";
import { opened, type Talk, unwrap } from "./support-session.ts";

/** Positions of one conversation that are gone to and fro. */
const POSITIONS = 24;
/** Conversations of one file that are; all are replayed. */
const STEPPED = 100;

interface Held {
  recorded: Recorded;
  state: SessionState;
  snapshot: Uint8Array | null;
}

/** To be called when all tests of a file are over. Throws with what differs. */
export async function replayAll(): Promise<void> {
  const wrong: string[] = [];
  const left = new Map<string, number>();
  let [conversations, turns, frames, positions] = [0, 0, 0, 0];
  for (const { talk, test } of opened) {
    if (talk.damaged !== null) {
      left.set(talk.damaged, (left.get(talk.damaged) ?? 0) + 1);
      continue;
    }
    try {
      const held = await hold(talk);
      if (!held) continue;
      conversations += 1;
      turns += held.recorded.turns.length;
      frames += held.recorded.turns.reduce((sum, turn) => sum + turn.frames.length, 0);
      const parts = partsOf(talk, held.recorded);
      wrong.push(...(await differencesOf(parts, held)).map((text) => `${test}\n    ${text}`));
      if (conversations > STEPPED) continue;
      const stepped = await stepToAndFro(parts);
      positions += stepped.positions;
      wrong.push(...stepped.wrong.map((text) => `${test}\n    ${text}`));
    } catch (error) {
      wrong.push(`${test}\n    ${error instanceof Error ? error.stack : error}`);
    }
  }
  const damaged = [...left].map(([reason, count]) => `${count} ${reason}`).join(", ");
  console.log(
    `replay equality: ${conversations} conversations, ${turns} turns, ${frames} frames, ${positions} positions to and fro; ` +
      `${wrong.length} differ; left out: ${damaged || "none"}`,
  );
  expect(wrong.map((text) => text.slice(0, 1_000)).join("\n")).toBe("");
}

function partsOf(talk: Talk, recorded: Recorded): ReplayParts {
  const { tenant, bot } = talk.key;
  const api = env.BOT.getByName(`${tenant}/${bot}`) as unknown as BotApi;
  return { env: env as unknown as Env, recorded, release: (hash) => api.release(hash) };
}

/** Null where nothing was ever committed, or it was erased. */
async function hold(talk: Talk): Promise<Held | null> {
  const found = await runInDurableObject(talk.stub, async (_, { storage: { sql } }) => {
    if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'log'").toArray().length === 0) return null;
    const [newest] = sql
      .exec<{ state: string; bytes: ArrayBuffer | null }>(
        "SELECT state, bytes FROM log WHERE state IS NOT NULL ORDER BY position DESC LIMIT 1",
      )
      .toArray();
    return newest ?? null;
  });
  if (!found) return null;
  const recorded = unwrap(await fetchRecorded(env as unknown as Env, talk.key));
  return { recorded, state: JSON.parse(found.state), snapshot: found.bytes && new Uint8Array(found.bytes) };
}

async function differencesOf(parts: ReplayParts, { state, snapshot }: Held): Promise<string[]> {
  const replayer = unwrap(await Replayer.create(parts));
  const wrong: string[] = [];
  while (replayer.position < replayer.turns.length) {
    for (const { turn, kind, expected, actual } of unwrap(await replayer.next(null)).differences) {
      wrong.push(`turn ${turn}: ${kind}: expected ${expected}, got ${actual}`);
    }
  }
  // A turn that was not over when the test was has nothing to be compared with.
  if (state.running) return wrong;
  const [was, is] = [comparable(state), comparable(replayer.state, state)];
  if (was !== is) wrong.push(`the state at the end: expected ${was}, got ${is}`);
  const machine = replayer.parked;
  if (snapshot && machine && !isPaged(machine.pagedSnapshot(new Set()))) {
    if (!same(snapshot, machine.pagedSnapshot(new Set()).head)) wrong.push("the machine at the end is another one");
  } else if (state.hear && !state.asking && !machine && replayer.save().machine.snapshot?.status !== "parked") {
    wrong.push("no script waits at the end");
  }
  return wrong;
}

/**
 * When a state was written down is no part of what the conversation is. Time-outs count from when the turn ended; a replay
 * knows only the time of the last call in it, so what it has may be earlier by what lies between that and the commit of the
 * state that it is compared with (`live`).
 */
function comparable(
  { committedAt: _, spentTurn: __, ...state }: SessionState,
  live: SessionState | null = null,
): string {
  const within = live === null ? 0 : live.committedAt - live.now;
  const settled = (time: number | null, of: number | null | undefined): number | null =>
    time !== null && of != null && time <= of && of <= time + within ? of : time;
  const compared = {
    ...state,
    expiresAt: settled(state.expiresAt, live?.expiresAt),
    hear: state.hear && { ...state.hear, due: settled(state.hear.due, live?.hear?.due) },
  };
  return JSON.stringify(Object.entries(compared).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const isPaged = ({ pages }: { pages: readonly unknown[] }): boolean => pages.length > 0;
const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Forwards over the first and the last positions, back, and forwards again, each time in an explorer that knows nothing. */
async function stepToAndFro(parts: ReplayParts): Promise<{ positions: number; wrong: string[] }> {
  const open = async () => unwrap(await Explorer.open(parts, { text: async () => null }));
  const { items, differences } = unwrap(await (await open()).overview(0, 10_000));
  const all = positionsOf(items);
  const forwards = await walk(await open(), all);
  const backwards = await walk(await open(), all.toReversed());
  const wrong = differences === 0 ? [] : [`${differences} differences when it is run statement by statement`];
  for (const [index, { turn, statement }] of all.entries()) {
    const [there, back] = [forwards[index] ?? "", backwards[all.length - 1 - index] ?? ""];
    if (there === back) continue;
    const from = Math.max(0, [...there].findIndex((unit, at) => unit !== back[at]) - 100);
    const [a, b] = [there, back].map((state) => state.slice(from, from + 300));
    wrong.push(`turn ${turn}, statement ${statement}: ...${a} forwards, ...${b} backwards`);
  }
  return { positions: all.length, wrong };
}

function positionsOf(items: readonly ReplayTurn[]): ReplayPosition[] {
  const all = items.flatMap(({ turn, statements }) =>
    Array.from({ length: Math.min(statements, 1_000) + 1 }, (_, i) => ({ turn, statement: i + 1 })),
  );
  return all.length <= POSITIONS ? all : [...all.slice(0, POSITIONS / 2), ...all.slice(-POSITIONS / 2)];
}

async function walk(explorer: Explorer, positions: readonly ReplayPosition[]): Promise<string[]> {
  const seen: string[] = [];
  for (const position of positions) {
    const state = await explorer.at(position);
    seen.push(JSON.stringify(state));
  }
  return seen;
}
