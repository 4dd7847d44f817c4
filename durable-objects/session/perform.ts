/** Performs one effect by its class (docs/architecture-durable-turn.md) and answers the machine. */
import { findKeyword, type KeywordEntry } from "../../basic/catalogue/index.ts";
import { BasicError, ERR } from "../../basic/errors.ts";
import type { EffectRequest } from "../../basic/machine.ts";
import { toJson } from "../../basic/operations/json.ts";
import type { Value } from "../../basic/values.ts";
import { JOURNAL_INLINE_BYTES, type RecordedValue } from "../../contracts/journal.ts";
import { hostValues } from "./config.ts";
import { customHandler } from "./effects/custom.ts";
import { type EffectContext, Suspension } from "./effects/effect.ts";
import { EFFECTS } from "./effects/index.ts";
import { missing } from "./effects/services.ts";
import type { LiveScript } from "./host.ts";
import { storeBlob } from "./snapshot.ts";
import type { Turn } from "./turn.ts";

/** Calls of one turn; beyond it a script is in a loop that nobody wants. */
const MAX_EFFECTS = 10_000;
/** Wait for another part of ours. */
const DEFAULT_LIMIT_MS = 30_000;

/** Null when the machine can go on; a suspension when the turn has to wait for a time first. */
export async function performEffect(turn: Turn, script: LiveScript, effect: EffectRequest): Promise<Suspension | null> {
  const entry = findKeyword(effect.keyword);
  const handler = EFFECTS.get(effect.keyword) ?? customHandler(effect.keyword);
  const { machine } = script;
  if (!entry || !handler) {
    const { number, message } = missing(effect, entry);
    machine.raise(number, message);
    return null;
  }
  const known = !turn.unknownOutcome || entry.policy === "retry";
  turn.unknownOutcome = false;
  const context = contextOf(turn, script, effect);
  try {
    if (turn.step >= MAX_EFFECTS) {
      throw new BasicError(ERR.overflow, `One turn may call at most ${MAX_EFFECTS} keywords.`);
    }
    turn.output.checkJournal();
    if (!known) {
      throw new BasicError(
        ERR.remote,
        `${effect.keyword} was interrupted, and it is not known whether it happened. It was not repeated.`,
      );
    }
    const value = await call(turn, entry, effect, handler, context);
    if (value instanceof Suspension) return value;
    if (entry.effect !== "pure") await recordResult(turn, entry, effect, value, context);
    turn.step += 1;
    machine.resume(value);
  } catch (error) {
    const failure = asBasicError(error, effect.keyword);
    turn.output.record(turn.step, {
      v: 1,
      type: "effect.failed",
      keyword: effect.keyword,
      line: effect.line,
      now: turn.draft.now,
      number: failure.number,
      message: failure.message,
    });
    turn.step += 1;
    machine.raise(failure.number, failure.message);
  }
  // The outcome of what cannot be repeated is kept at once, before anything else can fail; and a loop over large values
  // must not fill the isolate's memory, which other conversations share.
  if (entry.effect === "unsafe" || turn.output.isHeavy) await turn.barrier(null);
  return null;
}

async function call(
  turn: Turn,
  entry: KeywordEntry,
  effect: EffectRequest,
  handler: NonNullable<ReturnType<typeof EFFECTS.get>>,
  context: EffectContext,
): Promise<Value | Suspension> {
  const pending = entry.effect === "pure" ? "recordable" : entry.effect;
  if (entry.effect === "unsafe" || (entry.effect === "internal-write" && turn.tainted)) {
    turn.output.record(turn.step, {
      v: 1,
      type: "effect.intended",
      keyword: effect.keyword,
      class: entry.effect,
      line: effect.line,
      key: context.effectKey,
    });
    await turn.barrier(pending);
  }
  const result = handler.run(effect.args, context);
  if (!(result instanceof Promise)) return result;
  const limitMs = handler.limitMs?.(context) ?? DEFAULT_LIMIT_MS;
  const value = await turn.outside({ what: effect.keyword, limitMs, pending }, (signal) => {
    signal.addEventListener("abort", () => context.abort(signal.reason), { once: true });
    return result;
  });
  if (entry.effect === "recordable") {
    turn.tainted = true;
    turn.advanceClock();
  }
  return value;
}

function contextOf(turn: Turn, script: LiveScript, effect: EffectRequest): EffectContext {
  const { host, draft } = turn;
  const { key } = host.identity;
  // Most effects are over at once, and the platform's controllers are dear.
  let abort: AbortController | null = null;
  const controller = (): AbortController => {
    abort ??= new AbortController();
    return abort;
  };
  return {
    env: host.env,
    clock: host.clock,
    identity: host.identity,
    release: host.release,
    config: host.config,
    session: draft,
    output: turn.output,
    effectKey: `${key.conversation}/${draft.turn}/${turn.step + 1}`,
    get signal() {
      return controller().signal;
    },
    abort: (reason) => controller().abort(reason),
    values: hostValues(host.config),
    hasScript: (name) => host.programs.hash(name) !== undefined,
    variable: (name) => script.machine.variable(name),
    warn: (text) => turn.output.record(turn.step, { v: 1, type: "warned", text, line: effect.line }),
    print: (text) => turn.output.record(turn.step, { v: 1, type: "printed", text, line: effect.line }),
  };
}

async function recordResult(
  turn: Turn,
  entry: KeywordEntry,
  effect: EffectRequest,
  value: Value,
  context: EffectContext,
): Promise<void> {
  const json = toJson(value, context.values);
  let result: RecordedValue = { json };
  // The cheap bound first: a UTF-16 unit is at most three bytes.
  if (json.length * 3 > JOURNAL_INLINE_BYTES) {
    const bytes = new TextEncoder().encode(json);
    if (bytes.byteLength > JOURNAL_INLINE_BYTES) {
      result = { blob: await storeBlob(turn.host, bytes), bytes: bytes.byteLength };
    }
  }
  turn.output.record(turn.step, {
    v: 1,
    type: "effect.done",
    keyword: entry.keyword,
    line: effect.line,
    now: turn.draft.now,
    result,
  });
}

/** What a script can catch. An unexpected failure is logged here and reaches the script without its details. */
function asBasicError(error: unknown, keyword: string): BasicError {
  const unexpected = error instanceof BasicError ? error.cause : error;
  if (unexpected !== undefined) console.error(`effect ${keyword} failed`, unexpected);
  if (error instanceof BasicError) return error;
  return new BasicError(ERR.remote, `${keyword} failed: a part of the service is not available.`);
}
