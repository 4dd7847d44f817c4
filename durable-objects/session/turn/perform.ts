/** Performs one effect by its class (docs/architecture-durable-turn.md) and answers the machine. */
import { findKeyword, type KeywordEntry } from "../../../basic/catalogue/index.ts";
import { BasicError, ERR } from "../../../basic/errors.ts";
import type { EffectRequest } from "../../../basic/machine.ts";
import { fromLossless, toLossless } from "../../../basic/operations/lossless.ts";
import type { Value } from "../../../basic/values.ts";
import { type EffectClass, JOURNAL_INLINE_BYTES, type RecordedValue } from "../../../contracts/journal.ts";
import { hostValues } from "../config.ts";
import { customHandler } from "../effects/custom.ts";
import {
  type EffectContext,
  type EffectHandler,
  type EffectResult,
  NoValue,
  ScriptCall,
  Suspension,
} from "../effects/effect.ts";
import { EFFECTS } from "../effects/index.ts";
import { missing } from "../effects/services.ts";
import { copyState, type StandingEffect } from "../state.ts";
import { storeBlob } from "../store/blobs.ts";
import { keyUnder } from "../test-switch.ts";
import { boundedByRun, checkRunTime, policyIn } from "./event-run.ts";
import type { LiveScript } from "./host.ts";
import type { RecordedOutcome } from "./recording.ts";
import { isWithheld, withhold } from "./sandbox.ts";
import { noteUnknown, notRepeated } from "./settlement.ts";
import type { Turn } from "./turn.ts";

/** Calls of one turn; beyond it a script is in a loop that nobody wants. */
const MAX_EFFECTS = 10_000;
/** Wait for another part of ours. */
const DEFAULT_LIMIT_MS = 30_000;

/** The turn ends with the question whether this call is to be made again. */
export class Question {
  readonly key: string;
  constructor(key: string) {
    this.key = key;
  }
}

interface Call {
  effect: EffectRequest;
  entry: KeywordEntry;
  handler: EffectHandler;
  type: EffectClass;
  context: EffectContext;
  /** Nothing that the handler says later counts. */
  close(): void;
}

/** Null when the machine can go on; otherwise what the turn has to wait for first. */
export async function performEffect(
  turn: Turn,
  script: LiveScript,
  effect: EffectRequest,
): Promise<Suspension | Question | null> {
  // What was printed goes out before anything that may wait: where a commit falls must not change what is said.
  turn.output.flush();
  const call = callOf(turn, script, effect);
  // Pure keywords are performed in a replay as well.
  if (call?.type !== "pure" && turn.host.recording) {
    const recorded = await turn.host.recording.next(effect.keyword, effect.line);
    if (recorded) return replay(turn, script, effect, call, recorded);
  }
  const standing = turn.takeStanding();
  if (standing?.isUnknown) {
    const policy = policyIn(turn, call?.entry.policy ?? "raise");
    // Taken up from an earlier version's row, which has its key alone.
    const { keyword, line } = effect;
    if (!standing.isNoted) noteUnknown(turn, { keyword, line, key: standing.effect.key }, policy);
    if (policy === "ask") return new Question(standing.effect.key);
    if (policy === "raise") standing.isRefused = true;
  }
  let value: EffectResult;
  try {
    if (!call) throw missing(effect, findKeyword(effect.keyword));
    if (turn.step >= MAX_EFFECTS) {
      throw new BasicError(ERR.overflow, `One turn may call at most ${MAX_EFFECTS} keywords.`);
    }
    turn.output.checkJournal();
    if (call.type !== "pure") checkRunTime(turn);
    if (standing?.isRefused) throw notRepeated(effect.keyword);
    const withheld = isWithheld(turn.host, call.type);
    value = withheld ? withhold(turn, effect, call.type) : await perform(turn, call, standing?.isUnknown === true);
    void turn.at("after-call", effect.keyword);
    if (value instanceof Suspension) return boundedByRun(turn, value);
    if (value instanceof ScriptCall) {
      turn.step += 1;
      script.machine.enter(value.program, value.args);
      await afterwards(turn, call);
      return null;
    }
    if (call.type !== "pure" && !withheld) await recordResult(turn, effect, value);
    value = show(turn, call, value);
  } catch (error) {
    const failure = asBasicError(error, effect.keyword);
    // What nothing performs may have a handler when it is replayed.
    const type = call?.type ?? "recordable";
    fail(turn, script, effect, failure, type === findKeyword(effect.keyword)?.effect ? undefined : type);
    await afterwards(turn, call);
    return null;
  }
  turn.step += 1;
  script.machine.resume(value);
  await afterwards(turn, call);
  return null;
}

/** A WAIT that gave the object back is over: by its time, or because the person stopped it. */
export async function endWait(turn: Turn, script: LiveScript, effect: EffectRequest, stop: BasicError | null) {
  turn.advanceClock();
  if (stop) return fail(turn, script, effect, stop);
  const { handler, context } = callOf(turn, script, effect) ?? {};
  const value = handler?.ended && context ? await handler.ended(effect.args, context) : null;
  await recordResult(turn, effect, value);
  turn.step += 1;
  script.machine.resume(value);
}

/** Null where nothing performs the keyword. */
function callOf(turn: Turn, script: LiveScript, effect: EffectRequest): Call | null {
  const entry = findKeyword(effect.keyword);
  const handler = EFFECTS.get(effect.keyword) ?? customHandler(effect.keyword);
  if (!entry || !handler) return null;
  const scope = { type: entry.effect, isOpen: true };
  const context = contextOf(turn, script, effect, scope);
  if (handler.classOf) scope.type = handler.classOf(effect.args, context);
  return {
    effect,
    entry,
    handler,
    type: scope.type,
    context,
    close: () => {
      scope.isOpen = false;
    },
  };
}

async function perform(turn: Turn, call: Call, isRepeated: boolean): Promise<EffectResult> {
  const { effect, handler, type, context } = call;
  void turn.at("before-intent", effect.keyword);
  if (type === "pure") {
    const result = begin(turn, call);
    return result instanceof Promise ? outside(turn, call, false, result) : result;
  }
  const { clock } = turn.host;
  const { until } = turn.current?.key === context.effectKey ? turn.current : {};
  const current: StandingEffect = { keyword: effect.keyword, line: effect.line, key: context.effectKey };
  turn.current = until === undefined ? current : { ...current, until };
  // A call that is repeated has its intent, and where to come back to, in the journal already.
  const isIntended = type === "unsafe" ? turn.host.test.intents : type === "internal-write" && turn.tainted;
  if (!isRepeated && isIntended) await intend(turn, call);
  // Run again it could answer something else, or fail where it did not.
  if (type !== "internal-write") turn.tainted = true;
  const began = clock.now();
  try {
    if (handler.waits?.(effect.args, context) !== false) return await outside(turn, call, true);
    const result = begin(turn, call);
    return result instanceof Promise ? await outside(turn, call, false, result) : result;
  } catch (error) {
    // Nobody can be sure that it fails again.
    turn.tainted = true;
    throw error;
  } finally {
    call.close();
    // A write that is run again from the last barrier must be the same: the clock does not move under it.
    if (type !== "internal-write") turn.advanceClock();
    turn.timer.performed({ step: turn.step, keyword: effect.keyword, class: type }, began, clock.now());
  }
}

async function intend(turn: Turn, { effect, type, context }: Call): Promise<void> {
  turn.output.record(turn.step, {
    v: 1,
    type: "effect.intended",
    keyword: effect.keyword,
    class: type,
    line: effect.line,
    key: context.effectKey,
  });
  await turn.barrier(pendingOf(type));
}

function outside(turn: Turn, call: Call, placed: boolean, begun?: Promise<EffectResult>) {
  const { effect, handler, type, context } = call;
  const limitMs = handler.limitMs?.(context) ?? DEFAULT_LIMIT_MS;
  const wait = { what: effect.keyword, limitMs, pending: pendingOf(type), placed };
  return turn.outside(wait, (signal) => {
    signal.addEventListener("abort", () => context.abort(signal.reason), { once: true });
    return begun ?? begin(turn, call);
  });
}

function begin(turn: Turn, { effect, handler, context }: Call): ReturnType<EffectHandler["run"]> {
  void turn.at("after-intent", effect.keyword);
  const result = handler.run(effect.args, context);
  void turn.at("during-call", effect.keyword);
  return result;
}

const pendingOf = (type: EffectClass) => (type === "pure" ? "recordable" : type);

/** What the script can catch, or find in ERR. */
function fail(
  turn: Turn,
  script: LiveScript,
  effect: EffectRequest,
  failure: Pick<BasicError, "number" | "message">,
  type?: EffectClass,
  yieldsNull = failure instanceof NoValue,
): void {
  const { number, message } = failure;
  turn.output.record(turn.step, {
    v: 1,
    type: "effect.failed",
    keyword: effect.keyword,
    line: effect.line,
    now: turn.draft.now,
    number,
    message,
    ...(type ? { class: type } : {}),
    ...(yieldsNull ? { yieldsNull } : {}),
  });
  turn.step += 1;
  if (yieldsNull) script.machine.resume(null, { number, message });
  else script.machine.raise(number, message);
}

async function afterwards(turn: Turn, call: Call | null): Promise<void> {
  turn.current = null;
  // The outcome of what cannot be repeated is kept at once, before anything else can fail; and a loop over large values
  // must not fill the isolate's memory, which other conversations share.
  if (call?.type === "unsafe" || turn.output.isHeavy) await turn.barrier(null);
}

/** The outcome of the journal, in place of the call. */
function replay(
  turn: Turn,
  script: LiveScript,
  effect: EffectRequest,
  call: Call | null,
  recorded: RecordedOutcome,
): Question | null {
  const standing = turn.takeStanding();
  if ("asked" in recorded) return new Question(standing?.effect.key ?? turn.effectKey);
  turn.draft.now = Math.max(turn.draft.now, recorded.now);
  if ("number" in recorded) {
    fail(turn, script, effect, recorded, undefined, recorded.yieldsNull);
    return null;
  }
  const { keyword, line } = effect;
  const { json, now } = recorded;
  turn.output.record(turn.step, { v: 1, type: "effect.done", keyword, line, now, result: { json } });
  const value = fromLossless(json, hostValues(turn.host.config));
  turn.step += 1;
  script.machine.resume(call ? show(turn, call, value) : value);
  return null;
}

/** What the session keeps of a result and what the person sees of it; yields what the script gets. */
function show(turn: Turn, { handler }: Call, value: Value): Value {
  for (const frame of [handler.show?.(value, turn.host.config) ?? []].flat()) turn.output.show(frame);
  return handler.apply ? handler.apply(value, turn.draft) : value;
}

function contextOf(
  turn: Turn,
  script: LiveScript,
  effect: EffectRequest,
  scope: { type: EffectClass; isOpen: boolean },
): EffectContext {
  const { host, draft } = turn;
  // Most effects are over at once, and the platform's controllers are dear.
  let abort: AbortController | null = null;
  const controller = (): AbortController => {
    abort ??= new AbortController();
    return abort;
  };
  let copy: EffectContext["session"] | null = null;
  const streamId = `${draft.turn}.${turn.step}`;
  const note = (type: "warned" | "printed", text: string): void => {
    if (scope.isOpen) turn.output.record(turn.step, { v: 1, type, text, line: effect.line });
  };
  return {
    env: host.env,
    clock: host.clock,
    identity: host.identity,
    release: host.release,
    config: host.config,
    get session() {
      if (scope.type === "pure") return draft;
      copy ??= copyState(draft);
      return copy;
    },
    get output() {
      if (scope.type !== "pure") throw new Error(`${effect.keyword} is not pure and says nothing by itself`);
      return turn.output;
    },
    effectKey: keyUnder(host.test, turn.effectKey),
    get signal() {
      return controller().signal;
    },
    abort: (reason) => controller().abort(reason),
    endsAt(time) {
      const until = turn.current?.until ?? time;
      if (turn.current) turn.current = { ...turn.current, until };
      return until;
    },
    values: hostValues(host.config),
    hasScript: (name) => host.programs.hash(name) !== undefined,
    program: (name) => host.programs.sibling(name),
    said: (limit) => (limit === 0 ? [] : host.store.said(limit, draft.turn)).map(({ frame }) => spoken(frame)),
    streamId,
    stream: (text) => {
      if (!scope.isOpen) return;
      // What a tool has said before it comes first, although it is committed later.
      for (const { seq, text: said } of turn.output.unannounced()) host.stream(draft.turn, `=${seq}`, said);
      host.stream(draft.turn, streamId, text);
    },
    variable: (name) => script.machine.variable(name),
    warn: (text) => note("warned", text),
    print: (text) => note("printed", text),
    reserve: (nano) => host.purse.reserve(nano, turn.effectKey, host.config, host.clock.now()),
    // Also where nobody waits for the call any more: it has cost what it has cost.
    settle: (reservation, calls) => {
      host.purse.settle(
        reservation,
        calls.reduce((sum, { nano }) => sum + nano, 0),
      );
      turn.timer.used(calls, host.purse.open);
    },
    describe: (attributes) => {
      if (scope.isOpen) turn.timer.describe(attributes);
    },
  };
}

const spoken = ({ type, text }: { type: "user" | "talk"; text: string }) =>
  ({ role: type === "user" ? "user" : "assistant", text }) as const;

async function recordResult(turn: Turn, { keyword, line }: EffectRequest, value: Value): Promise<void> {
  const json = toLossless(value, hostValues(turn.host.config));
  const result = await recordedValue(turn, json);
  turn.output.record(turn.step, { v: 1, type: "effect.done", keyword, line, now: turn.draft.now, result });
}

/** The text itself, or where it lies in object storage. */
export function recordedValue(turn: Turn, json: string): RecordedValue | Promise<RecordedValue> {
  // The cheap bound first: a UTF-16 unit is at most three bytes.
  if (json.length * 3 <= JOURNAL_INLINE_BYTES) return { json };
  const bytes = new TextEncoder().encode(json);
  if (bytes.byteLength <= JOURNAL_INLINE_BYTES) return { json };
  return storeBlob(turn.host, bytes).then((blob) => ({ blob, bytes: bytes.byteLength }));
}

/** What a script can catch. An unexpected failure is logged here and reaches the script without its details. */
function asBasicError(error: unknown, keyword: string): BasicError {
  const unexpected = error instanceof BasicError ? error.cause : error;
  if (unexpected !== undefined) console.error(`effect ${keyword} failed`, unexpected);
  if (error instanceof BasicError) return error;
  return new BasicError(ERR.remote, `${keyword} failed: a part of the service is not available.`);
}
