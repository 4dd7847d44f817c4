/**
 * The conversation's SQLite file: what is read of it, and the one write. `commit` puts all that a turn made into one
 * transaction; the platform holds back everything sent afterwards until that transaction is on disk (the output gate), so
 * a frame or an ack never leaves before it.
 */
import type { InboxItem } from "../../../contracts/conversation.ts";
import type { TalkFrame, UserFrame } from "../../../contracts/frames.ts";
import { JOURNAL_VERSION } from "../../../contracts/journal.ts";
import type { JournalItem } from "../../../contracts/objects.ts";
import type { Told } from "../release/pin.ts";
import type { Booked } from "../spending/booking-duty.ts";
import type { Identity, InboxRow, PinnedRelease, Projection, SessionState } from "../state.ts";
import type { TestSwitch } from "../test-switch.ts";
import { type Commit, queuedChange, type StoredFrame, type StoredSnapshot } from "./commit.ts";
import { Inbox } from "./inbox.ts";
import { Log } from "./log.ts";
import { type LogRow, rowsOf } from "./log-rows.ts";
import { PageStore } from "./page-store.ts";
import { META_TABLE, SCHEMA, SCHEMA_VERSION } from "./schema.ts";
import { ConversationErased, NewerConversation, type Tombstone } from "./tombstone.ts";

export interface StoredConversation {
  identity: Identity;
  release: PinnedRelease;
  state: SessionState;
  projection: Projection;
}

/** Ids of messages, each at most 128 characters: so many are read at the first message after a start, and held later. */
const MAX_READ_IDS = 1_000;
const MAX_HELD_IDS = 10_000;

export class SessionStore {
  /** Set once the conversation is erased: nothing is written any more but this. */
  private stone: Tombstone | null = null;
  /** What the bot object has confirmed of this conversation; null before the first time. */
  told: Told | null = null;
  /** How far the ledger knows what turns have spent; null before the first time. */
  booked: Booked | null = null;
  /** Large parts of the snapshot. */
  readonly pages: PageStore;
  readonly log: Log;
  private readonly inbox: Inbox;
  private readonly storage: DurableObjectStorage;
  private readonly sql: SqlStorage;
  private readonly test: TestSwitch;
  private alarm: number | null | undefined;
  /** Ids of all messages in the log; null where they are too many, undefined before they were asked for. */
  private answered: Set<string> | null | undefined;
  /** The file was written by an older version; the next commit says that this one has written to it. */
  private isOlder = false;

  constructor(storage: DurableObjectStorage, test: TestSwitch) {
    this.storage = storage;
    this.sql = storage.sql;
    this.pages = new PageStore(storage.sql);
    this.log = new Log(storage.sql);
    this.inbox = new Inbox(storage.sql);
    this.test = test;
  }

  get tombstone(): Tombstone | null {
    return this.stone;
  }

  get isErased(): boolean {
    return this.stone !== null;
  }

  /**
   * Null when no conversation was begun here, or it was erased; then nothing is ever written. Throws for a file of a newer
   * version.
   */
  load(): StoredConversation | null {
    if (this.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").toArray().length === 0) {
      return null;
    }
    const rows = new Map<string, string>();
    for (const row of this.sql.exec<{ key: string; value: string }>("SELECT key, value FROM meta")) {
      rows.set(row.key, row.value);
    }
    if (rows.has("erased")) {
      this.stone = parseRow<Tombstone>(rows, "erased");
      return null;
    }
    const schema = parseRow<number>(rows, "schema");
    const journal = rows.has("journal") ? parseRow<number>(rows, "journal") : 1;
    if (schema > SCHEMA_VERSION || journal > JOURNAL_VERSION) throw new NewerConversation(schema, journal);
    this.isOlder = schema < SCHEMA_VERSION || journal < JOURNAL_VERSION;
    const state = JSON.parse(this.log.load()) as SessionState;
    this.inbox.load();
    if (rows.has("told")) this.told = parseRow<Told>(rows, "told");
    if (rows.has("booked")) this.booked = parseRow<Booked>(rows, "booked");
    return {
      identity: parseRow<Identity>(rows, "identity"),
      release: parseRow<PinnedRelease>(rows, "release"),
      state,
      projection: parseRow<Projection>(rows, "projection"),
    };
  }

  commit(commit: Commit): void {
    this.checkErased();
    const { alarm, isOlder } = this;
    const answer = commit.inbox.find(({ state }) => state === "done") ?? null;
    const waiting = commit.inbox.filter(({ state }) => state !== "done");
    const rows = this.rowsOf(commit, answer);
    const wasAccepted = answer !== null && this.inbox.has(answer.id);
    const pages = this.keepsState(commit) ? null : (commit.snapshot?.pages ?? null);
    const paged = pages !== null && this.pages.changes(pages);
    const write = (): void => {
      if (commit.begin) this.begin(commit.begin.identity, commit.begin.release);
      if (commit.release) this.writeMeta("release", commit.release);
      if (isOlder) this.writeVersion();
      for (const change of waiting) this.inbox.write(change);
      if (wasAccepted) this.inbox.delete(answer.id);
      if (paged) this.pages.replace(pages);
      for (const [index, row] of rows.entries()) this.writeRow(this.log.position + 1 + index, row);
      this.arm(commit.alarm);
    };
    // One statement is a transaction by itself. A savepoint around it would add a tenth to the time of a turn.
    const single =
      !commit.begin &&
      !commit.release &&
      !isOlder &&
      waiting.length === 0 &&
      !wasAccepted &&
      !paged &&
      rows.length === 1 &&
      commit.alarm === alarm;
    try {
      if (single) write();
      else this.storage.transactionSync(write);
    } catch (error) {
      this.alarm = alarm;
      throw error;
    }
    this.isOlder = false;
    this.log.position += rows.length;
    this.log.entries += commit.journal.length;
    if (wasAccepted) this.inbox.forget(answer.id);
    if (answer) this.answered?.add(answer.id);
  }

  /** Accepts what has to wait behind a long turn: it is durable from here on. */
  queue(item: InboxItem): void {
    this.checkErased();
    this.storage.transactionSync(() => this.inbox.write(queuedChange(item)));
  }

  /** Takes back what was accepted and will never have its turn. */
  unqueue(id: string): void {
    this.storage.transactionSync(() => this.inbox.delete(id));
    this.inbox.forget(id);
  }

  keepTold(told: Told): void {
    this.checkErased();
    this.told = told;
    this.writeMeta("told", told);
  }

  keepBooked(booked: Booked): void {
    this.checkErased();
    this.booked = booked;
    this.writeMeta("booked", booked);
  }

  writeProjection(projection: Projection): void {
    this.checkErased();
    this.writeMeta("projection", projection);
  }

  /**
   * Sets the one alarm when it is not set so already. Called inside a transaction it belongs to it: the platform keeps
   * the alarm in the same file. The promise is not awaited, because an await would end the transaction's event.
   */
  arm(at: number | null): void {
    if (at === this.alarm) return;
    this.alarm = at;
    void (at === null ? this.storage.deleteAlarm() : this.storage.setAlarm(at));
  }

  /** The alarm has fired: it is no longer set. */
  disarmed(): void {
    this.alarm = null;
  }

  /**
   * Everything that the conversation ever wrote goes, whoever made the table, and the tombstone comes, in one transaction.
   * From here on every write is refused.
   */
  erase(stone: Tombstone): void {
    this.storage.transactionSync(() => {
      for (const { name } of this.sql.exec<{ name: string }>(OWN_TABLES).toArray())
        this.sql.exec(`DROP TABLE "${name}"`);
      this.sql.exec(META_TABLE);
      this.writeMeta("erased", stone);
    });
    this.stone = stone;
  }

  /** How far the erasure has come. */
  writeTombstone(stone: Tombstone): void {
    this.writeMeta("erased", stone);
    this.stone = stone;
  }

  /**
   * Gives the file back, with what dropped tables leave in its free pages. Only when nothing else is left to be done: a
   * process that dies between the two statements keeps an empty file, which is no conversation either.
   */
  vacate(stone: Tombstone): void {
    void this.storage.deleteAll();
    this.sql.exec(META_TABLE);
    this.writeTombstone(stone);
    this.alarm = undefined;
    this.arm(null);
  }

  message(id: string): InboxRow | null {
    if (this.isErased) return null;
    if (this.isNew(id)) return null;
    const answered = this.log.answer(id);
    if (answered) {
      const { turn, body, fromSeq, toSeq, mode } = answered;
      return { id, state: "done", turn, message: JSON.parse(body), fromSeq, toSeq, mode };
    }
    return this.inbox.find(id);
  }

  /** What was accepted and not begun, in order. */
  queued(): InboxItem[] {
    return this.inbox.queued();
  }

  /** What the unfinished turn began with, as it is written down. */
  running(): { turn: number; message: InboxItem } | null {
    return this.inbox.running();
  }

  journal(after: number, limit: number): JournalItem[] {
    return this.log.journal(after, limit);
  }

  frames(after: number, to: number, limit: number, maxBytes: number): StoredFrame[] {
    return this.log.frames(after, to, limit, maxBytes);
  }

  said(limit: number, beforeTurn: number): { frame: TalkFrame | UserFrame }[] {
    return this.log.said(limit, beforeTurn);
  }

  snapshot(): StoredSnapshot | null {
    return this.log.snapshot();
  }

  /**
   * Nearly every message is new, and a read is a tenth of a turn: the ids are kept in memory while they are few. A long
   * conversation reads instead.
   */
  private isNew(id: string): boolean {
    if (this.answered === undefined) {
      const ids = this.log.answeredIds(MAX_READ_IDS + 1);
      this.answered = ids.length > MAX_READ_IDS ? null : new Set(ids);
    }
    if (this.answered !== null && this.answered.size >= MAX_HELD_IDS) this.answered = null;
    return this.answered !== null && !this.answered.has(id) && !this.inbox.has(id);
  }

  private rowsOf(commit: Commit, answer: InboxRow | null): LogRow[] {
    const kept = this.keepsState(commit) ? this.log.newestState() : null;
    const state = kept ?? JSON.stringify(commit.state);
    const snapshot = (kept === null ? commit.snapshot : null) ?? this.log.snapshot();
    const frames = this.test.outbox ? commit.frames : [];
    return rowsOf(commit, frames, this.log.entries, { answer, state, snapshot });
  }

  private writeRow(position: number, row: LogRow): void {
    // Without the test's dedupe an id may come twice, and the column takes it only once.
    this.log.write(position, row, this.test.dedupe ? (row.end?.answer?.id ?? null) : null);
  }

  /** A test lets the state be as it was. */
  private keepsState(commit: Commit): boolean {
    return !this.test.journal && commit.begin === null;
  }

  private checkErased(): void {
    if (this.stone) throw new ConversationErased();
  }

  private begin(identity: Identity, release: PinnedRelease): void {
    for (const statement of SCHEMA) this.sql.exec(statement);
    this.writeVersion();
    this.writeMeta("identity", identity);
    this.writeMeta("release", release);
    this.writeMeta("projection", { watermark: 0, attempts: 0, next: null } satisfies Projection);
  }

  private writeVersion(): void {
    this.writeMeta("schema", SCHEMA_VERSION);
    this.writeMeta("journal", JOURNAL_VERSION);
  }

  private writeMeta(key: string, value: unknown): void {
    this.sql.exec(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      key,
      JSON.stringify(value),
    );
  }
}

const OWN_TABLES = `SELECT name FROM sqlite_master
  WHERE type = 'table' AND substr(name, 1, 4) <> '_cf_' AND substr(name, 1, 7) <> 'sqlite_'`;

/** Rows of our own making: their form is the type's, and a missing one means a damaged file. */
function parseRow<T>(rows: Map<string, string>, key: string): T {
  const text = rows.get(key);
  if (text === undefined) throw new Error(`the conversation's file is damaged: no ${key}`);
  return JSON.parse(text) as T;
}
