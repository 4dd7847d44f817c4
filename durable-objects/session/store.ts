/**
 * The conversation's SQLite file: reads, and the one write. `commit` puts all that a turn made into one transaction;
 * the platform holds back everything sent afterwards until that transaction is on disk (the output gate), so a frame or
 * an ack never leaves before it.
 */
import type { InboundMessage } from "../../contracts/conversation.ts";
import type { ConversationState, DurableFrame, TalkFrame, UserFrame } from "../../contracts/frames.ts";
import type { JournalItem } from "../../contracts/objects.ts";
import type { JournalEntry } from "./journal.ts";
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
  frames: { frame: DurableFrame; at: number }[];
  /** Null leaves the stored one as it is. */
  snapshot: StoredSnapshot | null;
  /** ms; null = no alarm is needed. */
  alarm: number | null;
}

interface FrameRow extends Record<string, SqlStorageValue> {
  seq: number;
  at: number;
  body: string;
}
export interface StoredFrame {
  at: number;
  frame: DurableFrame;
}

/** Bound parameters of a statement are limited to 100 by the platform; four stand in a row. */
const ROWS_PER_INSERT = 25;

export class SessionStore {
  private readonly storage: DurableObjectStorage;
  private readonly sql: SqlStorage;
  private readonly test: TestSwitch;
  private alarm: number | null | undefined;

  constructor(storage: DurableObjectStorage, test: TestSwitch) {
    this.storage = storage;
    this.sql = storage.sql;
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
    return {
      identity: parseRow<Identity>(rows, "identity"),
      release: parseRow<PinnedRelease>(rows, "release"),
      state: parseRow<SessionState>(rows, "state"),
      projection: parseRow<Projection>(rows, "projection"),
    };
  }

  commit(commit: Commit): void {
    const { alarm } = this;
    try {
      this.write(commit);
    } catch (error) {
      this.alarm = alarm;
      throw error;
    }
  }

  private write(commit: Commit): void {
    this.storage.transactionSync(() => {
      if (commit.begin) this.begin(commit.begin.identity, commit.begin.release);
      for (const change of commit.inbox) this.writeInbox(change);
      this.writeJournal(commit.journal);
      if (this.test.outbox) this.writeFrames(commit.frames);
      if (this.test.journal || commit.begin) {
        if (commit.snapshot) this.writeSnapshot(commit.snapshot);
        this.writeMeta("state", commit.state);
      }
      this.arm(commit.alarm);
    });
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
    return this.sql
      .exec<{ position: number; turn: number; step: number; body: string }>(
        "SELECT position, turn, step, body FROM journal WHERE position > ? ORDER BY position LIMIT ?",
        after,
        limit,
      )
      .toArray()
      .map(({ body, ...place }) => ({ ...place, event: JSON.parse(body) }));
  }

  message(id: string): InboxRow | null {
    const row = this.sql
      .exec<{
        state: "queued" | "running" | "done";
        turn: number | null;
        body: string;
        from_seq: number | null;
        to_seq: number | null;
        mode: ConversationState | null;
      }>("SELECT state, turn, body, from_seq, to_seq, mode FROM inbox WHERE id = ?", id)
      .toArray()[0];
    if (!row) return null;
    return {
      id,
      state: row.state,
      turn: row.turn,
      message: JSON.parse(row.body),
      fromSeq: row.from_seq,
      toSeq: row.to_seq,
      mode: row.mode,
    };
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
    const rows = this.sql.exec<FrameRow>(
      "SELECT seq, at, body FROM frames WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
      after,
      to,
      limit,
    );
    for (const row of rows) {
      bytes += row.body.length;
      if (frames.length > 0 && bytes > maxBytes) break;
      frames.push({ at: row.at, frame: JSON.parse(row.body) });
    }
    return frames;
  }

  /** The last things that person and bot said before a turn, oldest first. */
  said(limit: number, beforeTurn: number): { frame: TalkFrame | UserFrame }[] {
    const rows = this.sql.exec<{ body: string }>(
      `SELECT body FROM frames WHERE turn < ? AND json_extract(body, '$.type') IN ('talk', 'user')
       ORDER BY seq DESC LIMIT ?`,
      beforeTurn,
      limit,
    );
    return rows
      .toArray()
      .map(({ body }) => ({ frame: JSON.parse(body) }))
      .reverse();
  }

  snapshot(): StoredSnapshot | null {
    const row = this.sql
      .exec<{
        program: string;
        status: "parked" | "running" | "ended";
        bytes: ArrayBuffer | null;
        blob: string | null;
      }>("SELECT program, status, bytes, blob FROM snapshot")
      .toArray()[0];
    return row ? { ...row, bytes: row.bytes ? new Uint8Array(row.bytes) : null } : null;
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

  private writeInbox(change: InboxChange): void {
    this.sql.exec(
      `INSERT INTO inbox (id, state, turn, body, from_seq, to_seq, mode) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, turn = excluded.turn, body = excluded.body,
       from_seq = excluded.from_seq, to_seq = excluded.to_seq, mode = excluded.mode`,
      change.id,
      change.state,
      change.turn,
      JSON.stringify(change.message),
      change.fromSeq,
      change.toSeq,
      change.mode,
    );
  }

  private writeJournal(journal: Commit["journal"]): void {
    for (let i = 0; i < journal.length; i += ROWS_PER_INSERT) {
      const part = journal.slice(i, i + ROWS_PER_INSERT);
      this.sql.exec(
        `INSERT INTO journal (turn, step, type, body) VALUES ${part.map(() => "(?, ?, ?, ?)").join(", ")}`,
        ...part.flatMap(({ turn, step, event }) => [turn, step, event.type, JSON.stringify(event)]),
      );
    }
  }

  private writeFrames(frames: Commit["frames"]): void {
    for (let i = 0; i < frames.length; i += ROWS_PER_INSERT) {
      const part = frames.slice(i, i + ROWS_PER_INSERT);
      this.sql.exec(
        `INSERT INTO frames (seq, turn, at, body) VALUES ${part.map(() => "(?, ?, ?, ?)").join(", ")}`,
        ...part.flatMap(({ frame, at }) => [frame.seq, frame.turn, at, JSON.stringify(frame)]),
      );
    }
  }

  private writeSnapshot(snapshot: StoredSnapshot): void {
    this.sql.exec(
      `INSERT INTO snapshot (one, program, status, bytes, blob) VALUES (1, ?, ?, ?, ?)
       ON CONFLICT (one) DO UPDATE SET program = excluded.program, status = excluded.status,
       bytes = excluded.bytes, blob = excluded.blob`,
      snapshot.program,
      snapshot.status,
      snapshot.bytes,
      snapshot.blob,
    );
  }
}

/** Rows of our own making: their form is the type's, and a missing one means a damaged file. */
function parseRow<T>(rows: Map<string, string>, key: string): T {
  const text = rows.get(key);
  if (text === undefined) throw new Error(`the conversation's file is damaged: no ${key}`);
  return JSON.parse(text) as T;
}
