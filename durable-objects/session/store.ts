/**
 * The conversation's SQLite file: reads, and the one write. `commit` puts all that a turn made into one transaction;
 * the platform holds back everything sent afterwards until that transaction is on disk (the output gate), so a frame or
 * an ack never leaves before it.
 */
import type { Page } from "../../basic/snapshot/pages.ts";
import type { InboundMessage } from "../../contracts/conversation.ts";
import type { ConversationState, DurableFrame, TalkFrame, UserFrame } from "../../contracts/frames.ts";
import type { JournalEntry } from "../../contracts/journal.ts";
import type { JournalItem } from "../../contracts/objects.ts";
import { PageStore } from "./page-store.ts";
import { SCHEMA, SCHEMA_VERSION } from "./schema.ts";
import type { Identity, InboxRow, PinnedRelease, Projection, SessionState } from "./state.ts";
import type { TestSwitch } from "./test-switch.ts";

export interface StoredSnapshot {
  /** Hash of the program that it belongs to; empty when no script is parked. */
  program: string;
  status: "parked" | "running" | "ended";
  bytes: Uint8Array | null;
  /** Where the bytes lie in object storage when they are too many for a row. */
  blob: string | null;
}

/** A snapshot to write. The pages of the one before that are not among these are taken away. */
export interface NewSnapshot extends StoredSnapshot {
  pages: readonly Page[];
}

export interface InboxChange {
  id: string;
  state: "queued" | "running" | "done";
  turn: number | null;
  message: InboundMessage;
  fromSeq: number | null;
  toSeq: number | null;
  mode: ConversationState | null;
}

/** A message that is accepted and waits for its turn. */
export function queuedChange(message: InboundMessage): InboxChange {
  return { id: message.id, state: "queued", turn: null, message, fromSeq: null, toSeq: null, mode: null };
}

/** All that one commit writes. */
export interface Commit {
  /** Only with the first commit of a conversation. */
  begin: { identity: Identity; release: PinnedRelease } | null;
  state: SessionState;
  inbox: InboxChange[];
  journal: JournalEntry[];
  frames: StoredFrame[];
  /** Null leaves the stored one as it is. */
  snapshot: NewSnapshot | null;
  /** ms; null = no alarm is needed. */
  alarm: number | null;
}

export interface StoredFrame {
  at: number;
  frame: DurableFrame;
}

/** The platform ends a row at 2 MB. What is longer than this in all, each unit taken as three bytes, becomes several rows. */
const ROW_BYTES = 1_800_000;
/** UTF-16 units of frames or of journal in such a row; an item that is longer has one for itself. */
const PART_LENGTH = 500_000;
/** Ids of messages, each at most 128 characters: so many are read at the first message after a start, and held later. */
const MAX_READ_IDS = 1_000;
const MAX_HELD_IDS = 10_000;

/** A row of the log; what belongs to the end of a commit is empty in rows before its last. */
interface LogRow {
  turn: number;
  toSeq: number;
  toEntry: number;
  /** JSON: StoredFrame[]. */
  frames: string;
  /** JSON: JournalEntry[]. */
  journal: string;
  end: { answer: InboxChange | null; state: string; snapshot: StoredSnapshot } | null;
}

const INSERT_ROW = `INSERT INTO log (position, turn, to_seq, to_entry, message, from_seq, mode, body, frames, journal,
  state, program, status, bytes, blob) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export class SessionStore {
  /** Large parts of the snapshot. */
  readonly pages: PageStore;
  private readonly storage: DurableObjectStorage;
  private readonly sql: SqlStorage;
  private readonly test: TestSwitch;
  private alarm: number | null | undefined;
  /** Of the newest row of the log; its positions have no gaps. */
  private position = 0;
  /** Journal entries so far. */
  private entries = 0;
  /** Ids that may have a row in the inbox. */
  private readonly accepted = new Set<string>();
  /** Ids of all messages in the log; null where they are too many, undefined before they were asked for. */
  private answered: Set<string> | null | undefined;

  constructor(storage: DurableObjectStorage, test: TestSwitch) {
    this.storage = storage;
    this.sql = storage.sql;
    this.pages = new PageStore(storage.sql);
    this.test = test;
  }

  /** Null when no conversation was begun here; then nothing is ever written. */
  load(): { identity: Identity; release: PinnedRelease; state: SessionState; projection: Projection } | null {
    if (this.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").toArray().length === 0) {
      return null;
    }
    const rows = new Map<string, string>();
    for (const row of this.sql.exec<{ key: string; value: string }>("SELECT key, value FROM meta")) {
      rows.set(row.key, row.value);
    }
    const [newest] = this.sql
      .exec<{ position: number; to_entry: number; state: string }>(
        "SELECT position, to_entry, state FROM log ORDER BY position DESC LIMIT 1",
      )
      .toArray();
    if (!newest) throw new Error("the conversation's file is damaged: its log is empty");
    this.position = newest.position;
    this.entries = newest.to_entry;
    for (const { id } of this.sql.exec<{ id: string }>("SELECT id FROM inbox")) this.accepted.add(id);
    return {
      identity: parseRow<Identity>(rows, "identity"),
      release: parseRow<PinnedRelease>(rows, "release"),
      state: JSON.parse(newest.state) as SessionState,
      projection: parseRow<Projection>(rows, "projection"),
    };
  }

  commit(commit: Commit): void {
    const { alarm } = this;
    const answer = commit.inbox.find(({ state }) => state === "done") ?? null;
    const waiting = commit.inbox.filter(({ state }) => state !== "done");
    const rows = this.rowsOf(commit, answer);
    const wasAccepted = answer !== null && this.accepted.has(answer.id);
    const pages = this.keepsState(commit) ? null : (commit.snapshot?.pages ?? null);
    const paged = pages !== null && this.pages.changes(pages);
    const write = (): void => {
      if (commit.begin) this.begin(commit.begin.identity, commit.begin.release);
      for (const change of waiting) this.writeInbox(change);
      if (wasAccepted) this.sql.exec("DELETE FROM inbox WHERE id = ?", answer.id);
      if (paged) this.pages.replace(pages);
      for (const [index, row] of rows.entries()) this.writeRow(this.position + 1 + index, row);
      this.arm(commit.alarm);
    };
    // One statement is a transaction by itself. A savepoint around it would add a tenth to the time of a turn.
    const single =
      !commit.begin && waiting.length === 0 && !wasAccepted && !paged && rows.length === 1 && commit.alarm === alarm;
    try {
      if (single) write();
      else this.storage.transactionSync(write);
    } catch (error) {
      this.alarm = alarm;
      throw error;
    }
    this.position += rows.length;
    this.entries += commit.journal.length;
    if (wasAccepted) this.accepted.delete(answer.id);
    if (answer) this.answered?.add(answer.id);
  }

  /** Accepts a message that has to wait behind a long turn: it is durable from here on. */
  queue(message: InboundMessage): void {
    this.storage.transactionSync(() => this.writeInbox(queuedChange(message)));
  }

  writeProjection(projection: Projection, alarm: number | null): void {
    this.storage.transactionSync(() => {
      this.writeMeta("projection", projection);
      this.arm(alarm);
    });
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

  /** Journal entries after a position, bounded in number. */
  journal(after: number, limit: number): JournalItem[] {
    const items: JournalItem[] = [];
    const rows = this.sql.exec<{ to_entry: number; journal: string }>(
      "SELECT to_entry, journal FROM log WHERE position >= ? ORDER BY position",
      this.rowBeyond("to_entry", after),
    );
    for (const row of rows) {
      const entries: JournalEntry[] = JSON.parse(row.journal);
      let position = row.to_entry - entries.length;
      for (const entry of entries) {
        position += 1;
        if (position > after) items.push({ position, ...entry });
        if (items.length === limit) return items;
      }
    }
    return items;
  }

  message(id: string): InboxRow | null {
    if (this.isNew(id)) return null;
    const [answered] = this.sql
      .exec<{ turn: number; body: string; from_seq: number; to_seq: number; mode: ConversationState }>(
        "SELECT turn, body, from_seq, to_seq, mode FROM log WHERE message = ?",
        id,
      )
      .toArray();
    if (answered) {
      const { turn, body, from_seq: fromSeq, to_seq: toSeq, mode } = answered;
      return { id, state: "done", turn, message: JSON.parse(body), fromSeq, toSeq, mode };
    }
    if (!this.accepted.has(id)) return null;
    const [row] = this.sql
      .exec<{ state: "queued" | "running"; turn: number | null; body: string; from_seq: number | null }>(
        "SELECT state, turn, body, from_seq FROM inbox WHERE id = ?",
        id,
      )
      .toArray();
    if (!row) return null;
    const { state, turn, body, from_seq: fromSeq } = row;
    return { id, state, turn, message: JSON.parse(body), fromSeq, toSeq: null, mode: null };
  }

  /** Messages that were accepted and not begun, in order. */
  queued(): InboundMessage[] {
    return this.sql
      .exec<{ body: string }>("SELECT body FROM inbox WHERE state = 'queued' ORDER BY position")
      .toArray()
      .map((row) => JSON.parse(row.body));
  }

  /** Frames with `after` < seq <= `to`, bounded in number and in bytes. */
  frames(after: number, to: number, limit: number, maxBytes: number): StoredFrame[] {
    const frames: StoredFrame[] = [];
    let bytes = 0;
    const rows = this.sql.exec<{ frames: string }>(
      "SELECT frames FROM log WHERE position >= ? ORDER BY position",
      this.rowBeyond("to_seq", after),
    );
    for (const row of rows) {
      bytes += row.frames.length;
      if (frames.length > 0 && bytes > maxBytes) break;
      for (const stored of parseFrames(row.frames)) {
        if (stored.frame.seq <= after) continue;
        if (stored.frame.seq > to || frames.length === limit) return frames;
        frames.push(stored);
      }
    }
    return frames;
  }

  /** The last things that person and bot said before a turn, oldest first. */
  said(limit: number, beforeTurn: number): { frame: TalkFrame | UserFrame }[] {
    const said: { frame: TalkFrame | UserFrame }[] = [];
    const rows = this.sql.exec<{ frames: string }>(
      "SELECT frames FROM log WHERE turn < ? ORDER BY position DESC",
      beforeTurn,
    );
    for (const row of rows) {
      for (const { frame } of parseFrames(row.frames).reverse()) {
        if (said.length === limit) return said.reverse();
        if (frame.type === "talk" || frame.type === "user") said.push({ frame });
      }
    }
    return said.reverse();
  }

  snapshot(): StoredSnapshot | null {
    if (this.position === 0) return null;
    const [row] = this.sql
      .exec<{
        program: string;
        status: "parked" | "running" | "ended";
        bytes: ArrayBuffer | null;
        blob: string | null;
      }>("SELECT program, status, bytes, blob FROM log ORDER BY position DESC LIMIT 1")
      .toArray();
    return row ? { ...row, bytes: row.bytes ? new Uint8Array(row.bytes) : null } : null;
  }

  /**
   * The first row that goes beyond a frame or a journal entry. Both numbers only grow from row to row, so it is found by
   * halving; an index would cost every turn a page.
   */
  private rowBeyond(column: "to_seq" | "to_entry", after: number): number {
    let low = 1;
    let high = this.position + 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = this.sql.exec<{ to: number }>(`SELECT ${column} AS "to" FROM log WHERE position = ?`, middle).one();
      if (row.to > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /**
   * Nearly every message is new, and a read is a tenth of a turn: the ids are kept in memory while they are few. A long
   * conversation reads instead.
   */
  private isNew(id: string): boolean {
    if (this.answered === undefined) {
      const ids = this.sql
        .exec<{ message: string }>("SELECT message FROM log WHERE message IS NOT NULL LIMIT ?", MAX_READ_IDS + 1)
        .toArray();
      this.answered = ids.length > MAX_READ_IDS ? null : new Set(ids.map(({ message }) => message));
    }
    if (this.answered !== null && this.answered.size >= MAX_HELD_IDS) this.answered = null;
    return this.answered !== null && !this.answered.has(id) && !this.accepted.has(id);
  }

  /** What a commit adds to the log: one row, or several where one could not hold it. The last has the state. */
  private rowsOf(commit: Commit, answer: InboxChange | null): LogRow[] {
    const { turn, seq } = commit.state;
    const kept = this.keepsState(commit) ? this.newestState() : null;
    const state = kept ?? JSON.stringify(commit.state);
    const snapshot = (kept === null ? commit.snapshot : null) ?? this.snapshot() ?? NO_SNAPSHOT;
    const end = { answer, state, snapshot };
    const stored = this.test.outbox ? commit.frames : [];
    const frames = JSON.stringify(stored);
    const journal = JSON.stringify(commit.journal);
    const toEntry = this.entries + commit.journal.length;
    const bytes = (state.length + frames.length + journal.length) * 3 + (snapshot.bytes?.byteLength ?? 0);
    if (bytes <= ROW_BYTES) return [{ turn, toSeq: seq, toEntry, frames, journal, end }];
    const rows: LogRow[] = [];
    let toSeq = (commit.frames[0]?.frame.seq ?? seq + 1) - 1;
    let entry = this.entries;
    for (const part of inParts(stored)) {
      toSeq = part.items.at(-1)?.frame.seq ?? toSeq;
      rows.push({ turn, toSeq, toEntry: entry, frames: part.json, journal: "[]", end: null });
    }
    for (const part of inParts(commit.journal)) {
      entry += part.items.length;
      rows.push({ turn, toSeq: seq, toEntry: entry, frames: "[]", journal: part.json, end: null });
    }
    return [...rows, { turn, toSeq: seq, toEntry, frames: "[]", journal: "[]", end }];
  }

  /** A test lets the state be as it was. */
  private keepsState(commit: Commit): boolean {
    return !this.test.journal && commit.begin === null;
  }

  private newestState(): string {
    return this.sql.exec<{ state: string }>("SELECT state FROM log ORDER BY position DESC LIMIT 1").one().state;
  }

  private writeRow(position: number, row: LogRow): void {
    const { end } = row;
    const answer = end?.answer ?? null;
    const snapshot = end?.snapshot ?? null;
    this.sql.exec(
      INSERT_ROW,
      position,
      row.turn,
      row.toSeq,
      row.toEntry,
      // Without the test's dedupe an id may come twice, and the column takes it only once.
      answer && this.test.dedupe ? answer.id : null,
      answer?.fromSeq ?? null,
      answer?.mode ?? null,
      answer ? JSON.stringify(answer.message) : null,
      row.frames,
      row.journal,
      end?.state ?? null,
      snapshot?.program ?? null,
      snapshot?.status ?? null,
      snapshot?.bytes ?? null,
      snapshot?.blob ?? null,
    );
  }

  private begin(identity: Identity, release: PinnedRelease): void {
    for (const statement of SCHEMA) this.sql.exec(statement);
    this.writeMeta("schema", SCHEMA_VERSION);
    this.writeMeta("identity", identity);
    this.writeMeta("release", release);
    this.writeMeta("projection", { watermark: 0, attempts: 0, next: null } satisfies Projection);
  }

  private writeMeta(key: string, value: unknown): void {
    this.sql.exec(
      "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      key,
      JSON.stringify(value),
    );
  }

  /** A message that is accepted and not answered yet. */
  private writeInbox(change: InboxChange): void {
    this.accepted.add(change.id);
    this.sql.exec(
      `INSERT INTO inbox (id, state, turn, body, from_seq) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, turn = excluded.turn, body = excluded.body,
       from_seq = excluded.from_seq`,
      change.id,
      change.state,
      change.turn,
      JSON.stringify(change.message),
      change.fromSeq,
    );
  }
}

/** A conversation in which no script has run yet. */
const NO_SNAPSHOT: StoredSnapshot = { program: "", status: "ended", bytes: null, blob: null };

function parseFrames(json: string): StoredFrame[] {
  return JSON.parse(json);
}

/** Items as JSON arrays of bounded length. */
function inParts<T>(items: readonly T[]): { items: T[]; json: string }[] {
  const parts: { items: T[]; texts: string[]; length: number }[] = [];
  for (const item of items) {
    const text = JSON.stringify(item);
    const last = parts.at(-1);
    if (last && last.length + text.length <= PART_LENGTH) {
      last.items.push(item);
      last.texts.push(text);
      last.length += text.length;
    } else parts.push({ items: [item], texts: [text], length: text.length });
  }
  return parts.map(({ items, texts }) => ({ items, json: `[${texts.join(",")}]` }));
}

/** Rows of our own making: their form is the type's, and a missing one means a damaged file. */
function parseRow<T>(rows: Map<string, string>, key: string): T {
  const text = rows.get(key);
  if (text === undefined) throw new Error(`the conversation's file is damaged: no ${key}`);
  return JSON.parse(text) as T;
}
