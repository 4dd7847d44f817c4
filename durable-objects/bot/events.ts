/**
 * Events of a bot: taken durably and once per key, given to the handlers of the current release, each of which runs in a
 * conversation of its own. What is to run lies in the file before anything begins, and the run's own conversation survives
 * whatever happens to it; this object only begins runs, asks how they stand, and repeats what was lost. Faults of ours are
 * repeated; an error of a script is final and stands in the list of runs.
 */
import type { Page } from "../../contracts/admin.ts";
import { foldName } from "../../contracts/event-names.ts";
import {
  type AwaitedEvent,
  type BotEvent,
  EVENT_LIMITS,
  type Handler,
  type HandlerRun,
  type RunOutcome,
  type RunRequest,
} from "../../contracts/events.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { SessionApi } from "../../contracts/objects.ts";
import { eventKey } from "../../contracts/release.ts";
import { type Clock, within } from "../../platform/clock.ts";
import { newConversationId } from "../../platform/ids.ts";
import type { AppliedEffects } from "../data/applied-effects.ts";
import { eventName, match, orderOf } from "./event-match.ts";
import {
  countOpen,
  countWaiters,
  deferRun,
  deferWaiter,
  dropWaiters,
  dueRuns,
  dueWaiters,
  endRun,
  eventCame,
  findRun,
  findWaiter,
  forgetRun,
  forgetWaiters,
  insertRun,
  insertWaiter,
  listRuns,
  nextEventDue,
  type RunRow,
  settleWaiter,
  surplusRuns,
  takeUpRuns,
  type WaiterRow,
} from "./event-store.ts";
import { currentHash } from "./releases.ts";

/** UTF-16 units of what a run is given that lie in its row; more goes to object storage. */
const INLINE = 200_000;
/** Of the data of a named event, which lies with everybody who waits for it. */
const MAX_DATA = 500_000;
/** How long one look at a run waits for its end, and after what it is taken to be lost. ms. */
const LOOK_MS = 20_000;
const LOST_MS = 30_000;
/** A run that waits for something is looked at again after this, doubled up to the longest. ms. */
const AGAIN_MS = 1_000;
const AGAIN_MAX_MS = 15_000;
/** After a fault of ours: doubled up to the longest, and given up in the end. */
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 300_000;
const MAX_ATTEMPTS = 12;
/** Surplus runs that are forgotten at a time. */
const FORGET = 20;
const MAX_ERROR = 500;

export interface EventParts {
  storage: DurableObjectStorage;
  files: R2Bucket;
  clock: Clock;
  applied: AppliedEffects<{ runs: string[] }>;
  /** Who the bot is; null before its first release. */
  name(): { tenant: string; bot: string } | null;
  handlers(): readonly Handler[];
  session(key: ConversationKey): Pick<SessionApi, "run" | "runStanding" | "wake" | "erase">;
  /** Sets the alarm for what is due; called after every change. */
  arm(): Promise<void>;
  keepAwake(work: Promise<unknown>): void;
}

export class Events {
  private readonly parts: EventParts;
  private readonly sql: SqlStorage;
  /** Looks at runs that are under way, by conversation. */
  private readonly looks = new Map<string, { isWebhook: boolean; done: Promise<RunOutcome | null> }>();
  private readonly telling = new Set<string>();
  private forgetting = false;

  constructor(parts: EventParts) {
    this.parts = parts;
    this.sql = parts.storage.sql;
    takeUpRuns(this.sql, parts.clock.now());
  }

  async raise(key: string, event: BotEvent, from?: string): Promise<Result<{ runs: string[] }>> {
    const { storage, applied, clock } = this.parts;
    const effect = `event ${key}`;
    const before = applied.find(effect);
    if (before) return ok(before);
    const name = this.parts.name();
    if (name === null) return fail("bot.no-release", "Nothing has been published for this bot yet.");
    if (event.kind === "named" && JSON.stringify(event.data).length > MAX_DATA)
      return fail("request.too-large", `The data of an event has at most ${MAX_DATA} characters as JSON.`);
    const matched = match(this.parts.handlers(), event);
    if (matched.length > 0 && countOpen(this.sql) + matched.length > EVENT_LIMITS.queued)
      return fail("rate.limited", "Too many events of this bot wait for their turn.");
    const cause = from ?? key.split("/", 1)[0] ?? "";
    const depth = (findRun(this.sql, cause)?.depth ?? 0) + 1;
    const now = clock.now();
    // The number of a block belongs to this release; by the time that the run begins another one may be current.
    const release = currentHash(this.sql);
    const runs = matched.map((one) => ({
      one,
      conversation: newConversationId(),
      request: JSON.stringify({
        ...(release === null ? {} : { release }),
        variables: one.variables,
        fields: one.fields,
      }),
    }));
    for (const { conversation, request } of runs) {
      if (request.length > EVENT_LIMITS.event)
        return fail("request.too-large", `An event has at most ${EVENT_LIMITS.event} characters as JSON.`);
      if (request.length > INLINE) await this.parts.files.put(eventKey(name.tenant, name.bot, conversation), request);
    }
    const raised = storage.transactionSync(() => {
      // Another call of this key may have come while the storage was written.
      const known = applied.find(effect);
      if (known) return known;
      for (const { one, conversation, request } of runs) {
        const { keyword, subject, script, handler } = one.handler;
        insertRun(this.sql, {
          conversation,
          event_key: key,
          kind: event.kind,
          event: eventName(event),
          subject: subject || keyword,
          script,
          handler,
          ordering: orderOf(one.handler, event),
          at: now,
          depth,
          request: request.length > INLINE ? null : request,
          ...(depth > EVENT_LIMITS.depth ? { error: LOOP } : {}),
        });
      }
      if (event.kind === "named") eventCame(this.sql, foldName(event.name), event.data, now);
      const result = { runs: runs.map(({ conversation }) => conversation) };
      applied.record(effect, result);
      return result;
    });
    if (depth > EVENT_LIMITS.depth && runs.length > 0) console.warn(`events of ${name.bot} lead to each other`, key);
    this.work();
    await this.parts.arm();
    return ok(raised);
  }

  /** For `new_session`. Written down before this returns: the conversation begins with it. */
  sessionBegan(conversation: string, channel: string): void {
    if (!this.parts.handlers().some(({ keyword, subject }) => keyword === "ON EVENT" && subject === "session")) return;
    const data = { session: conversation, channel };
    const raised = this.raise(`session/${conversation}`, { kind: "named", name: "session", data });
    this.parts.keepAwake(raised.catch((error: unknown) => console.error("a new session was not told of", error)));
  }

  /** What came of a run; null while it is under way after `waitMs`. */
  async outcome(conversation: string, waitMs: number): Promise<Result<RunOutcome | null>> {
    const { clock } = this.parts;
    const until = clock.now() + waitMs;
    for (;;) {
      const run = findRun(this.sql, conversation);
      const name = this.parts.name();
      if (run === null || name === null) return fail("event.unknown", "There is no such run, or it is long over.");
      const look = this.looks.get(conversation);
      const left = until - clock.now();
      if (look) {
        const ended = await within(clock, Math.max(left, 0), look.done);
        if (ended?.value) return ok(ended.value);
      } else if (run.state === "done" || run.state === "failed") {
        const standing = await this.parts.session({ ...name, conversation }).runStanding();
        if (standing.ok && standing.value.outcome) return ok(standing.value.outcome);
        return ok(neverRan(run.error));
      } else {
        // It waits for its place, or for a time.
        await clock.sleep(Math.min(20, Math.max(left, 0)));
      }
      if (clock.now() >= until) return ok(null);
    }
  }

  list(limit: number, cursor: string | null): Page<HandlerRun> {
    return listRuns(this.sql, limit, cursor);
  }

  /** Registers a conversation that waits; the same key again finds what it has. */
  awaitEvent(key: string, name: string, until: number): Result<AwaitedEvent> {
    const known = findWaiter(this.sql, key);
    if (known) return ok(awaited(known));
    if (countWaiters(this.sql) >= EVENT_LIMITS.waiters)
      return fail("rate.limited", "Too many conversations of this bot wait for events.");
    forgetWaiters(this.sql, this.parts.clock.now());
    insertWaiter(this.sql, key, foldName(name), until);
    return ok({ came: false, until });
  }

  /** The conversation waits no longer: whatever comes later is not for it. */
  awaitedEvent(key: string): AwaitedEvent {
    const known = findWaiter(this.sql, key);
    if (known === null) return { came: false, until: 0 };
    settleWaiter(this.sql, key, known.state === "waiting" || known.state === "over" ? "over" : "told");
    return awaited(known);
  }

  /** What is kept of a conversation that was erased. */
  erased(conversation: string): void {
    dropWaiters(this.sql, conversation);
  }

  /** ms; null = nothing is to be done. */
  due(): number | null {
    return nextEventDue(this.sql);
  }

  /** Begins what is due, as far as there are places. */
  work(): void {
    const now = this.parts.clock.now();
    for (const isWebhook of [true, false]) {
      const places = isWebhook ? EVENT_LIMITS.runningWebhooks : EVENT_LIMITS.running;
      const busy = [...this.looks.values()].filter((look) => look.isWebhook === isWebhook).length;
      const due = dueRuns(this.sql, now, isWebhook, places);
      const free = due.filter(({ conversation }) => !this.looks.has(conversation)).slice(0, Math.max(0, places - busy));
      for (const run of free) this.begin(run, isWebhook);
    }
    for (const waiter of dueWaiters(this.sql, now, EVENT_LIMITS.running)) this.tell(waiter);
    this.forget();
  }

  private begin(run: RunRow, isWebhook: boolean): void {
    const done = this.look(run).finally(() => {
      this.looks.delete(run.conversation);
      this.work();
      return this.parts.arm();
    });
    this.looks.set(run.conversation, { isWebhook, done });
    this.parts.keepAwake(done);
  }

  /** Begins a run, or asks how it stands. Never rejects. */
  private async look(run: RunRow): Promise<RunOutcome | null> {
    const { clock } = this.parts;
    const { conversation, script, handler, attempts } = run;
    deferRun(this.sql, run, "running", clock.now() + LOST_MS, attempts + 1);
    try {
      const name = this.parts.name();
      if (name === null) throw new Error("the bot has no name");
      const given = await this.givenTo(run, name);
      if (given === null) return this.ended(run, neverRan("What the run was to be given is not in storage."));
      const request = {
        id: `event-${conversation}`,
        script,
        handler,
        ...given,
        limitMs: run.kind === "webhook" ? EVENT_LIMITS.webhookMs : EVENT_LIMITS.runMs,
      };
      const standing = await this.parts
        .session({ ...name, conversation })
        .run({ ...name, conversation }, request, LOOK_MS);
      if (standing.ok && standing.value.outcome) return this.ended(run, standing.value.outcome);
      if (standing.ok) {
        // It waits for something, in its own file: its time is bounded there, and no fault of ours counts any more.
        const looks = Math.min(attempts, 4);
        deferRun(this.sql, run, "running", clock.now() + Math.min(AGAIN_MS * 2 ** looks, AGAIN_MAX_MS), looks + 1);
        return null;
      }
      if (standing.code === "conversation.erased") return this.ended(run, neverRan("Its conversation was erased."));
      return this.lost(run, standing.detail);
    } catch (error) {
      console.error(`a run of ${script} could not be looked at`, error);
      return this.lost(run, "A part of the service is not available.");
    }
  }

  private lost(run: RunRow, reason: string): RunOutcome | null {
    const { conversation, attempts } = run;
    if (attempts + 1 >= MAX_ATTEMPTS)
      return this.ended(run, neverRan(`Given up after ${MAX_ATTEMPTS} tries: ${reason}`));
    const pause = Math.min(RETRY_MS * 2 ** attempts, RETRY_MAX_MS);
    deferRun(this.sql, { conversation }, "waiting", this.parts.clock.now() + pause, attempts + 1);
    return null;
  }

  private ended(run: RunRow, outcome: RunOutcome): RunOutcome {
    const { error } = outcome;
    endRun(this.sql, run.conversation, error === null ? null : wordsOf(error));
    const name = this.parts.name();
    if (run.request === null && name !== null)
      this.parts.keepAwake(
        this.parts.files.delete(eventKey(name.tenant, name.bot, run.conversation)).catch((reason: unknown) => {
          console.error("an event's data could not be deleted", reason);
        }),
      );
    return outcome;
  }

  private async givenTo(
    run: RunRow,
    { tenant, bot }: { tenant: string; bot: string },
  ): Promise<Pick<RunRequest, "release" | "variables" | "fields"> | null> {
    if (run.request !== null) return JSON.parse(run.request);
    const stored = await this.parts.files.get(eventKey(tenant, bot, run.conversation));
    return stored === null ? null : stored.json();
  }

  /** Tells a conversation that what it waits for has come; it asks for it itself. */
  private tell(waiter: WaiterRow): void {
    const name = this.parts.name();
    if (name === null || this.telling.has(waiter.key)) return;
    const { clock } = this.parts;
    const { key, attempts, until } = waiter;
    this.telling.add(key);
    const conversation = key.split("/", 1)[0] ?? "";
    const told = this.parts
      .session({ ...name, conversation })
      .wake(key)
      .catch((error: unknown) => {
        console.error("a conversation could not be told of an event", conversation, error);
        return false;
      })
      .then((isTold) => {
        this.telling.delete(key);
        const now = clock.now();
        // When its time is over the conversation asks by itself.
        const again = isTold || now > until ? null : now + Math.min(200 * 2 ** attempts, AGAIN_MAX_MS);
        deferWaiter(this.sql, key, again, attempts + 1);
        return this.parts.arm();
      });
    this.parts.keepAwake(told);
  }

  /** Runs beyond those that are kept go, with their conversations. */
  private forget(): void {
    const name = this.parts.name();
    if (this.forgetting || name === null) return;
    const surplus = surplusRuns(this.sql, FORGET);
    if (surplus.length === 0) return;
    this.forgetting = true;
    const work = async () => {
      for (const { conversation, attempts } of surplus) {
        // One that never began has nothing to erase.
        if (attempts > 0) await this.parts.session({ ...name, conversation }).erase();
        forgetRun(this.sql, conversation);
      }
    };
    const done = work()
      .catch((error: unknown) => console.error("old runs could not be forgotten", error))
      .finally(() => {
        this.forgetting = false;
      });
    this.parts.keepAwake(done);
  }
}

const LOOP = `Events have led to each other more than ${EVENT_LIMITS.depth} times: this one was not handled.`;

const neverRan = (reason: string | null): RunOutcome => ({
  ok: false,
  returned: null,
  hasReturned: false,
  results: {},
  error: { number: 0, message: reason ?? "The run left nothing." },
});

const wordsOf = ({ number, message }: { number: number; message: string }): string =>
  (number > 0 ? `error ${number}: ${message}` : message).slice(0, MAX_ERROR);

const awaited = ({ data, until }: WaiterRow): AwaitedEvent =>
  data === null ? { came: false, until } : { came: true, data: JSON.parse(data) };
