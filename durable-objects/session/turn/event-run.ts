/**
 * A run for an event: a script, or a block of it, in a conversation of its own and without a person (reference 3.13, 4.8,
 * 4.9). It is one turn, with everything that a turn promises. What it says stays in the transcript, a HEAR is error 57, its
 * time is bounded, and what it returns or leaves in `result` is kept for whoever raised the event.
 */

import { BasicError, ERR } from "../../../basic/errors.ts";
import { HANDLER_VARIABLE } from "../../../basic/index.ts";
import { toJson } from "../../../basic/operations/json.ts";
import type { Program } from "../../../basic/program.ts";
import type { Value } from "../../../basic/values.ts";
import type { EventRun, OpenRequest, ProactiveMessage } from "../../../contracts/conversation.ts";
import { scriptWord } from "../../../contracts/event-names.ts";
import type { JsonObject, RunOutcome, RunRequest } from "../../../contracts/events.ts";
import type { ConversationKey } from "../../../contracts/ids.ts";
import type { CrashPolicy, RecordedValue } from "../../../contracts/journal.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { Env } from "../../env.ts";
import { hostValues } from "../config.ts";
import { Suspension } from "../effects/effect.ts";
import { readBlob, storeBlob } from "../store/blobs.ts";
import type { Advanced } from "./advance.ts";
import type { LiveScript, TurnHost } from "./host.ts";
import { startScript } from "./scripts.ts";
import type { Turn } from "./turn.ts";

/** UTF-16 units that stand in a row; more goes to object storage. */
const INLINE = 200_000;
/** Of what a run returns. */
const MAX_OUTCOME = 4_000_000;
/** Variables that are an outcome. */
const RESULT = /^result(_.+)?$/i;

/** Channel of such conversations, in lists and as the script's variable `channel`. */
export const EVENT_CHANNEL = "event";

export const RUN_OPENING: OpenRequest = { channel: EVENT_CHANNEL, user: null, locale: null, args: {} };

type Place = Pick<TurnHost, "env" | "identity">;

/** The request as the item that begins the run's only turn. */
export async function runItem(env: Env, key: ConversationKey, request: RunRequest): Promise<ProactiveMessage> {
  const { id, script, handler, variables, fields, limitMs } = request;
  const given = await kept({ env, identity: { key } }, JSON.stringify({ variables, fields }));
  return { kind: "proactive", source: "event", id, script, run: { handler, limitMs, given } };
}

/** The run that a turn is; undefined for any other turn. */
export const runOf = ({ item }: Turn): EventRun | undefined => (item?.kind === "proactive" ? item.run : undefined);

export async function beginRun(
  turn: Turn,
  { script = "" }: ProactiveMessage,
  run: EventRun,
): Promise<LiveScript | null> {
  const { variables, fields }: Pick<RunRequest, "variables" | "fields"> = JSON.parse(await given(turn.host, run.given));
  return startScript(turn, script, (program) => ({
    ...forParams(program, fields),
    ...variables,
    ...(run.handler === null ? {} : { [HANDLER_VARIABLE]: run.handler }),
  }));
}

/** Fields are set for PARAMs of their name alone: what comes from outside cannot set whatever it likes. */
function forParams({ params }: Program, fields: JsonObject): JsonObject {
  const byWord = new Map(Object.entries(fields).map(([name, value]) => [scriptWord(name), value]));
  return Object.fromEntries(
    params.flatMap(({ name }) => {
      const value = byWord.get(scriptWord(name));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** ms since the epoch at which the turn's time is over; Infinity where nobody has set one. */
export function runDeadline(turn: Turn): number {
  const run = runOf(turn);
  return run ? turn.timer.begunAt + run.limitMs : Number.POSITIVE_INFINITY;
}

/** After its time a run may compute to its end, and touch nothing outside of it. */
export function checkRunTime(turn: Turn): void {
  if (turn.host.clock.now() <= runDeadline(turn)) return;
  const seconds = Math.round((runOf(turn)?.limitMs ?? 0) / 1000);
  throw new BasicError(ERR.timeout, `A script that an event started has ${seconds} s; they are over.`);
}

/** What becomes of a call of unknown outcome: nobody is there to be asked. */
export const policyIn = (turn: Turn, policy: CrashPolicy): CrashPolicy =>
  policy === "ask" && runOf(turn) ? "raise" : policy;

/** A wait ends with the run's time. */
export const boundedByRun = (turn: Turn, { until }: Suspension): Suspension =>
  new Suspension(Math.min(until, Math.max(runDeadline(turn), turn.host.clock.now())));

/** Puts what the run has left into the state of its last commit. */
export async function keepOutcome(turn: Turn, script: LiveScript | null, ended: Advanced | null): Promise<void> {
  if (ended?.kind === "question") return;
  let json = JSON.stringify(outcomeOf(turn, script, ended));
  if (json.length > MAX_OUTCOME) {
    json = JSON.stringify(failed(ERR.overflow, `A run returns at most ${MAX_OUTCOME} characters as JSON.`));
  }
  turn.draft.outcome = await kept(turn.host, json);
}

/** Null while the run is under way, and for a conversation that is none. */
export async function readOutcome(place: Place & Pick<TurnHost, "state">): Promise<RunOutcome | null> {
  const { outcome } = place.state;
  return outcome === undefined ? null : JSON.parse(await given(place, outcome));
}

function outcomeOf(turn: Turn, script: LiveScript | null, ended: Advanced | null): RunOutcome {
  if (ended?.kind === "error") return failed(ended.error.number, ended.error.message);
  if (!script || ended?.kind !== "done") return failed(0, "The script is not in the release, or it did not compile.");
  const values = hostValues(turn.host.config);
  const plain = (value: Value): JsonValue => JSON.parse(toJson(value, values));
  const names = script.program.functions[0]?.names ?? [];
  const results: JsonObject = {};
  for (const name of names) {
    const value = RESULT.test(name) ? script.machine.variable(name) : undefined;
    if (value !== undefined && value !== null) results[name.toLowerCase()] = plain(value);
  }
  const returned = plain(ended.value);
  return { ok: true, returned, hasReturned: ended.value !== null, results, error: null };
}

const failed = (number: number, message: string): RunOutcome => ({
  ok: false,
  returned: null,
  hasReturned: false,
  results: {},
  error: { number, message },
});

async function kept(place: { env: Env; identity: { key: ConversationKey } }, json: string): Promise<RecordedValue> {
  if (json.length <= INLINE) return { json };
  const bytes = new TextEncoder().encode(json);
  return { blob: await storeBlob(place, bytes), bytes: bytes.byteLength };
}

async function given(place: Place, value: RecordedValue): Promise<string> {
  if ("json" in value) return value.json;
  const stored = await readBlob(place, value.blob);
  if (!stored) throw new Error(`what the run was given is not in object storage: ${value.blob}`);
  return new TextDecoder().decode(await stored.arrayBuffer());
}
