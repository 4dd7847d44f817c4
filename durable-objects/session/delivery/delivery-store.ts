/**
 * The deliveries of a conversation that has a vendor behind it, in the conversation's own file. The tables are made with the
 * first of them: a conversation of the web has none.
 */
import type { OutboundMessage } from "../../../contracts/channel.ts";
import type { DeliveryItem, DeliveryState } from "../../../contracts/deliveries.ts";

/** Of the platform's storage, what is used here. */
export interface DeliveryStorage {
  sql: {
    exec<T extends Record<string, ArrayBuffer | string | number | null>>(
      query: string,
      ...bindings: unknown[]
    ): { toArray(): T[]; one(): T };
  };
  transactionSync<T>(work: () => T): T;
}

/** How far the frames were rendered, and when that is tried again after it failed. */
export interface RenderMark {
  seq: number;
  attempts: number;
  /** ms; 0 = at once. */
  dueAt: number;
}

/** What the bot object still has to hear: nothing, that nobody got it, nothing more, or that it need not be kept any more. */
export const REPORT = { none: 0, due: 1, done: 2, withdraw: 3 } as const;
export type Report = (typeof REPORT)[keyof typeof REPORT];

export interface DeliveryRow {
  number: number;
  seq: number;
  part: number;
  /** Times that an operator had it sent anew after the vendor had taken it and failed. */
  again: number;
  state: DeliveryState;
  attempts: number;
  /** ms; when a pending one is tried next. */
  dueAt: number;
  vendorId: string | null;
  error: string | null;
  report: Report;
  createdAt: number;
  updatedAt: number;
}

const SCHEMA = [
  `CREATE TABLE deliveries (
    number INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    part INTEGER NOT NULL,
    again INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    vendor_id TEXT,
    message TEXT NOT NULL,
    error TEXT,
    report INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  )`,
  "CREATE UNIQUE INDEX delivery_places ON deliveries (seq, part)",
  "CREATE INDEX delivery_queue ON deliveries (number) WHERE state = 'pending'",
  "CREATE INDEX delivery_vendor ON deliveries (vendor_id) WHERE vendor_id IS NOT NULL",
  "CREATE INDEX delivery_reports ON deliveries (number) WHERE report IN (1, 3)",
  `CREATE TABLE delivery_mark (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL
  )`,
];

const COLUMNS = `number, seq, part, again, state, attempts, due_at AS dueAt, vendor_id AS vendorId, error, report,
  created_at AS createdAt, updated_at AS updatedAt`;
/** A reason is for people to read. */
const MAX_ERROR = 500;

export class DeliveryStore {
  private readonly storage: DeliveryStorage;
  private made: boolean | undefined;

  constructor(storage: DeliveryStorage) {
    this.storage = storage;
  }

  /** All that `work` writes, in one transaction. */
  write(work: () => void): void {
    this.storage.transactionSync(() => {
      if (!this.isMade()) for (const statement of SCHEMA) this.storage.sql.exec(statement);
      work();
    });
    this.made = true;
  }

  mark(): RenderMark {
    const [row] = this.rows<{ seq: number; attempts: number; dueAt: number }>(
      "SELECT seq, attempts, due_at AS dueAt FROM delivery_mark",
    );
    return row ?? { seq: 0, attempts: 0, dueAt: 0 };
  }

  /** Inside `write`. */
  setMark({ seq, attempts, dueAt }: RenderMark): void {
    this.storage.sql.exec(
      `INSERT INTO delivery_mark (one, seq, attempts, due_at) VALUES (1, ?, ?, ?)
       ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, attempts = excluded.attempts, due_at = excluded.due_at`,
      seq,
      attempts,
      dueAt,
    );
  }

  /** Inside `write`. Messages in their order; parts are counted for each frame that one begins with. */
  add(messages: readonly OutboundMessage[], now: number): void {
    const parts = new Map<number, number>();
    for (const message of messages) {
      const part = parts.get(message.seq) ?? 0;
      parts.set(message.seq, part + 1);
      this.storage.sql.exec(
        `INSERT INTO deliveries (seq, part, again, state, attempts, due_at, message, report, created_at, updated_at)
         VALUES (?, ?, 0, 'pending', 0, ?, ?, 0, ?, ?)`,
        message.seq,
        part,
        now,
        JSON.stringify(message),
        now,
        now,
      );
    }
  }

  /** The next to be sent, due or not: nothing overtakes it. */
  head(): DeliveryRow | null {
    return this.first("WHERE state = 'pending' ORDER BY number LIMIT 1");
  }

  unreported(): DeliveryRow | null {
    return this.first("WHERE report IN (1, 3) ORDER BY number LIMIT 1");
  }

  find(number: number): DeliveryRow | null {
    return this.first("WHERE number = ?", number);
  }

  at(seq: number, part: number): DeliveryRow | null {
    return this.first("WHERE seq = ? AND part = ?", seq, part);
  }

  ofVendor(vendorId: string): DeliveryRow | null {
    return this.first("WHERE vendor_id = ? ORDER BY number DESC LIMIT 1", vendorId);
  }

  message(number: number): OutboundMessage {
    const [row] = this.rows<{ message: string }>("SELECT message FROM deliveries WHERE number = ?", number);
    if (!row) throw new Error("the conversation's file is damaged: a delivery is gone");
    return JSON.parse(row.message) as OutboundMessage;
  }

  /** Inside `write`. */
  update(row: DeliveryRow): void {
    this.storage.sql.exec(
      `UPDATE deliveries SET again = ?, state = ?, attempts = ?, due_at = ?, vendor_id = ?, error = ?, report = ?,
       updated_at = ? WHERE number = ?`,
      row.again,
      row.state,
      row.attempts,
      row.dueAt,
      row.vendorId,
      row.error?.slice(0, MAX_ERROR) ?? null,
      row.report,
      row.updatedAt,
      row.number,
    );
  }

  list(after: number, limit: number): DeliveryRow[] {
    return this.rows<DeliveryRow>(
      `SELECT ${COLUMNS} FROM deliveries WHERE number > ? ORDER BY number LIMIT ?`,
      after,
      limit,
    );
  }

  private first(condition: string, ...bindings: (string | number)[]): DeliveryRow | null {
    return this.rows<DeliveryRow>(`SELECT ${COLUMNS} FROM deliveries ${condition}`, ...bindings)[0] ?? null;
  }

  /** Rows of our own making: their form is the statement's. */
  private rows<T>(statement: string, ...bindings: (string | number)[]): T[] {
    return this.isMade() ? (this.storage.sql.exec(statement, ...bindings).toArray() as unknown as T[]) : [];
  }

  private isMade(): boolean {
    this.made ??=
      this.storage.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'deliveries'").toArray()
        .length > 0;
    return this.made;
  }
}

/** As the API shows it. */
export function deliveryItem(row: DeliveryRow, key: string): DeliveryItem {
  const time = (ms: number): string => new Date(ms).toISOString();
  return {
    number: row.number,
    seq: row.seq,
    key,
    state: row.state,
    attempts: row.attempts,
    vendorId: row.vendorId,
    createdAt: time(row.createdAt),
    updatedAt: time(row.updatedAt),
    nextAttemptAt: row.state === "pending" ? time(row.dueAt) : null,
    error: row.error,
  };
}
