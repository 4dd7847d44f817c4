/**
 * The log of a conversation: what was sent and what happened, a row per commit. Readers are bounded in number and in
 * bytes, so that no length of a transcript is ever held in memory.
 */
import type { ConversationState, TalkFrame, UserFrame } from "../../../contracts/frames.ts";
import type { JournalEntry } from "../../../contracts/journal.ts";
import type { JournalItem } from "../../../contracts/objects.ts";
import { NO_SNAPSHOT, type StoredFrame, type StoredSnapshot } from "./commit.ts";
import type { LogRow } from "./log-rows.ts";

const INSERT_ROW = `INSERT INTO log (position, turn, to_seq, to_entry, message, from_seq, mode, body, frames, journal,
  state, program, status, bytes, blob) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
/** Of one page of the journal. */
const MAX_JOURNAL_BYTES = 8 * 1024 * 1024;
/** So many rows are looked through for what was said; a turn without a word is rare. */
const MAX_SAID_ROWS = 2_000;
/** A row has at most 2 MB, most have few KB. */
const ROWS_AT_ONCE = 16;

export interface ReadRow {
  position: number;
  turn: number;
  toEntry: number;
  /** UTF-16 units of what was read. */
  bytes: number;
  frames: StoredFrame[];
  journal: JournalEntry[];
}

export class Log {
  private readonly sql: SqlStorage;
  /** Of the newest row; positions have no gaps. */
  position = 0;
  /** Journal entries so far. */
  entries = 0;

  constructor(sql: SqlStorage) {
    this.sql = sql;
  }

  /** Finds the end of the log and gives the newest state, as JSON. */
  load(): string {
    const [newest] = this.sql
      .exec<{ position: number; to_entry: number; state: string }>(
        "SELECT position, to_entry, state FROM log ORDER BY position DESC LIMIT 1",
      )
      .toArray();
    if (!newest) throw new Error("the conversation's file is damaged: its log is empty");
    this.position = newest.position;
    this.entries = newest.to_entry;
    return newest.state;
  }

  /** `id`: the message's, where the row answers one. */
  write(position: number, row: LogRow, id: string | null): void {
    const { end } = row;
    const answer = end?.answer ?? null;
    const snapshot = end?.snapshot ?? null;
    this.sql.exec(
      INSERT_ROW,
      position,
      row.turn,
      row.toSeq,
      row.toEntry,
      id,
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

  newestState(): string {
    return this.sql.exec<{ state: string }>("SELECT state FROM log ORDER BY position DESC LIMIT 1").one().state;
  }

  snapshot(): StoredSnapshot {
    if (this.position === 0) return NO_SNAPSHOT;
    const [row] = this.sql
      .exec<{
        program: string;
        status: "parked" | "running" | "ended";
        bytes: ArrayBuffer | null;
        blob: string | null;
      }>("SELECT program, status, bytes, blob FROM log ORDER BY position DESC LIMIT 1")
      .toArray();
    return row ? { ...row, bytes: row.bytes ? new Uint8Array(row.bytes) : null } : NO_SNAPSHOT;
  }

  /** Frames with `after` < seq <= `to`, bounded in number and in bytes. */
  frames(after: number, to: number, limit: number, maxBytes: number): StoredFrame[] {
    const frames: StoredFrame[] = [];
    let bytes = 0;
    for (const row of this.read<{ frames: string }>("frames", this.rowBeyond("to_seq", after), this.position)) {
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

  /** Journal entries after a position, bounded in number and in bytes: one at least where there is one. */
  journal(after: number, limit: number): JournalItem[] {
    const items: JournalItem[] = [];
    let bytes = 0;
    const from = this.rowBeyond("to_entry", after);
    for (const row of this.read<{ to_entry: number; journal: string }>("to_entry, journal", from, this.position)) {
      bytes += row.journal.length;
      if (items.length > 0 && bytes > MAX_JOURNAL_BYTES) break;
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

  /** The last things that person and bot said before a turn, oldest first. */
  said(limit: number, beforeTurn: number): { frame: TalkFrame | UserFrame }[] {
    // The first turn has no table yet.
    if (this.position === 0) return [];
    const said: { frame: TalkFrame | UserFrame }[] = [];
    const first = Math.max(this.position - MAX_SAID_ROWS, 1);
    for (const row of this.read<{ turn: number; frames: string }>("turn, frames", this.position, first)) {
      if (row.turn >= beforeTurn) continue;
      for (const { frame } of parseFrames(row.frames).reverse()) {
        if (said.length === limit) return said.reverse();
        if (frame.type === "talk" || frame.type === "user") said.push({ frame });
      }
    }
    return said.reverse();
  }

  /** Rows from a position to another, in order; whoever reads them stops where they are enough. */
  *rows(from: number, to: number): Iterable<ReadRow> {
    type Row = { position: number; turn: number; to_entry: number; frames: string; journal: string };
    const rows = this.read<Row>("position, turn, to_entry, frames, journal", from, to);
    for (const { position, turn, to_entry, frames, journal } of rows) {
      const bytes = frames.length + journal.length;
      yield { position, turn, toEntry: to_entry, bytes, frames: parseFrames(frames), journal: JSON.parse(journal) };
    }
  }

  turnOf(position: number): number {
    const [row] = this.sql.exec<{ turn: number }>("SELECT turn FROM log WHERE position = ?", position).toArray();
    return row?.turn ?? 0;
  }

  /** What began the turn that has its first row here: it stands in the row that ended the turn. JSON, or null. */
  messageOfTurn(turn: number, position: number): string | null {
    const rows = this.read<{ turn: number; body: string | null }>("turn, body", position, this.position);
    for (const row of rows) {
      if (row.turn !== turn) return null;
      if (row.body !== null) return row.body;
    }
    return null;
  }

  /** The answer that a message had, or null. */
  answer(id: string): { turn: number; body: string; fromSeq: number; toSeq: number; mode: ConversationState } | null {
    const [row] = this.sql
      .exec<{ turn: number; body: string; from_seq: number; to_seq: number; mode: ConversationState }>(
        "SELECT turn, body, from_seq, to_seq, mode FROM log WHERE message = ?",
        id,
      )
      .toArray();
    return row ? { turn: row.turn, body: row.body, fromSeq: row.from_seq, toSeq: row.to_seq, mode: row.mode } : null;
  }

  /** Ids of messages that were answered, `limit` at most. */
  answeredIds(limit: number): string[] {
    return this.sql
      .exec<{ message: string }>("SELECT message FROM log WHERE message IS NOT NULL LIMIT ?", limit)
      .toArray()
      .map(({ message }) => message);
  }

  /**
   * Rows from a position to another, also backwards. A few at a time and each time to the end: a cursor that is left in the
   * middle stays open, nobody knows how long, and keeps the file locked against being erased.
   */
  private *read<T extends Record<string, SqlStorageValue>>(columns: string, from: number, to: number): Iterable<T> {
    const [step, order] = from <= to ? [ROWS_AT_ONCE, "ASC"] : [-ROWS_AT_ONCE, "DESC"];
    const isBefore = (position: number): boolean => (step > 0 ? position <= to : position >= to);
    for (let start = from; isBefore(start); start += step) {
      const last = start + step - Math.sign(step);
      const end = isBefore(last) ? last : to;
      yield* this.sql
        .exec<T>(
          `SELECT ${columns} FROM log WHERE position BETWEEN ? AND ? ORDER BY position ${order}`,
          Math.min(start, end),
          Math.max(start, end),
        )
        .toArray();
    }
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
}

function parseFrames(json: string): StoredFrame[] {
  return JSON.parse(json);
}
