/** Takes hold of a position, as a new conversation needs it that goes on from there. */
import { findKeyword } from "../../basic/catalogue/index.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { JournalEntry } from "../../contracts/journal.ts";
import type { ReplayPosition, SandboxOrigin } from "../../contracts/replay.ts";
import { type ForkedTurn, type ForkSeed, MAX_FORK_BYTES } from "../session/fork.ts";
import { copyState, type SessionState } from "../session/state.ts";
import { callName } from "../session/turn/sandbox.ts";
import type { Explorer } from "./explorer.ts";
import type { RecordedTurn } from "./recorded.ts";

/** Of what was answered to calls that a sandbox withholds. */
const MAX_RECORDED = 1_000;
const MAX_RECORDED_LENGTH = 200_000;

interface Held {
  state: SessionState;
  machine: ForkSeed["machine"];
  release: string;
  turn: ForkedTurn;
}

export async function forkAt(
  explorer: Explorer,
  position: ReplayPosition,
  key: ConversationKey,
): Promise<Result<ForkSeed>> {
  const recorded = await recordedCalls(explorer);
  if (!recorded.ok) return recorded;
  const { header, turns } = explorer.recorded;
  const current = turns.find(({ turn }) => turn === position.turn);
  if (!current) return fail("request.invalid", `The conversation has no turn ${position.turn}.`);
  const held = await explorer.capture<Held>(position, {
    inside: (machine, turn, release) => {
      const { frames, journal } = turn.output.take();
      const { script, running } = turn.held();
      const state = copyState(turn.draft);
      state.mode = "running";
      state.running = running;
      const status = "running" as const;
      const bytes = machine.snapshot();
      return {
        state,
        machine: { program: script?.program.hash ?? "", status, bytes },
        release,
        turn: forkedTurn(current, journal, frames),
      };
    },
    withOutput: (value, run) => ({
      ...value,
      turn: {
        ...value.turn,
        frames: [...run.frames, ...value.turn.frames],
        journal: [...run.journal, ...value.turn.journal],
      },
    }),
    atEnd: (replayer) => {
      const machine = replayer.parked;
      return {
        state: copyState(replayer.state),
        machine: machine
          ? { program: replayer.parkedProgram ?? "", status: "parked", bytes: machine.snapshot() }
          : null,
        release: replayer.release.hash,
        turn: forkedTurn(current, timeless(current.entries), current.frames),
      };
    },
  });
  if (!held.ok) return held;
  const before = turns.slice(0, turns.indexOf(current));
  const { state, machine, release, turn } = held.value;
  const sandbox: SandboxOrigin = { of: header.conversation, ...position, recorded: recorded.value };
  const seed: ForkSeed = {
    identity: { key, request: header.request, startedAt: header.startedAt, release: header.release, sandbox },
    release,
    turns: [...before.map((one) => forkedTurn(one, timeless(one.entries), one.frames)), turn],
    state,
    machine,
  };
  if (JSON.stringify(seed.turns).length + (machine?.bytes.byteLength ?? 0) > MAX_FORK_BYTES) {
    return fail(
      "request.too-large",
      `A conversation can be forked up to ${MAX_FORK_BYTES / 1024 / 1024} MB; this one is longer.`,
    );
  }
  return ok(seed);
}

function forkedTurn(
  { turn, message }: RecordedTurn,
  journal: JournalEntry[],
  frames: ForkedTurn["frames"],
): ForkedTurn {
  return { turn, message, journal, frames };
}

/** Deliveries of the origin were none of the fork's. */
const timeless = (entries: readonly JournalEntry[]): JournalEntry[] =>
  entries.filter(({ event }) => event.type !== "turn.delivered");

/** What was answered to writes and calls that a sandbox does not make, in the whole conversation. */
async function recordedCalls(explorer: Explorer): Promise<Result<SandboxOrigin["recorded"]>> {
  const seen = await explorer.effects();
  if (!seen.ok) return seen;
  const calls = new Map<string, string>();
  let length = 0;
  for (const { keyword, operands, outcome } of seen.value) {
    const type = findKeyword(keyword)?.effect;
    if ((type !== "internal-write" && type !== "unsafe") || !("json" in outcome)) continue;
    const call = callName(keyword, operands);
    if (calls.has(call)) continue;
    length += call.length + outcome.json.length;
    if (calls.size >= MAX_RECORDED || length > MAX_RECORDED_LENGTH) break;
    calls.set(call, outcome.json);
  }
  return ok([...calls].map(([call, result]) => ({ call, result })));
}
