/** What a connection keeps (docs/storage-schema.md): how it was set up, and who talks in which conversation. */
import type { ConnectionRecord, PersonRoute } from "../../contracts/deliveries.ts";

/** Of the platform's storage, what is used here. */
export interface ConnectionStorage {
  sql: Pick<SqlStorage, "exec">;
  transactionSync<T>(work: () => T): T;
}

/** `since`, ms: when the conversation took the place of the one before. */
export type StoredPerson = PersonRoute & { since: number };

interface PersonRow {
  conversation: string;
  previous: string | null;
  isOpen: number;
  beganBy: string | null;
  since: number;
}

const SCHEMA = [
  "CREATE TABLE IF NOT EXISTS connection (one INTEGER PRIMARY KEY CHECK (one = 1), record TEXT NOT NULL)",
  `CREATE TABLE IF NOT EXISTS people (
    address TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    previous TEXT,
    is_open INTEGER NOT NULL,
    began_by TEXT,
    since INTEGER NOT NULL
  ) WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS people_conversation ON people (conversation)",
  "CREATE INDEX IF NOT EXISTS people_previous ON people (previous) WHERE previous IS NOT NULL",
];

export class ConnectionStore {
  private readonly storage: ConnectionStorage;
  private made: boolean;

  /** Asking about a connection that does not exist writes nothing: hooks are open to everybody. */
  constructor(storage: ConnectionStorage) {
    this.storage = storage;
    this.made =
      storage.sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'connection'").toArray().length > 0;
  }

  read(): ConnectionRecord | null {
    const [row] = this.rows<{ record: string }>("SELECT record FROM connection");
    return row ? (JSON.parse(row.record) as ConnectionRecord) : null;
  }

  put(record: ConnectionRecord): void {
    this.write(() =>
      this.storage.sql.exec(
        "INSERT INTO connection (one, record) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET record = excluded.record",
        JSON.stringify(record),
      ),
    );
  }

  person(address: string): StoredPerson | null {
    const [row] = this.rows<PersonRow>(
      `SELECT conversation, previous, is_open AS isOpen, began_by AS beganBy, since FROM people WHERE address = ?`,
      address,
    );
    return row ? { ...row, isOpen: row.isOpen === 1 } : null;
  }

  /** A conversation that is not opened yet, in place of what was there. */
  begin(address: string, { conversation, previous }: PersonRoute, since: number): void {
    this.write(() =>
      this.storage.sql.exec(
        `INSERT INTO people (address, conversation, previous, is_open, began_by, since) VALUES (?, ?, ?, 0, NULL, ?)
         ON CONFLICT (address) DO UPDATE SET conversation = excluded.conversation, previous = excluded.previous,
         is_open = 0, began_by = NULL, since = excluded.since`,
        address,
        conversation,
        previous,
        since,
      ),
    );
  }

  setOpen(address: string, beganBy: string | null): void {
    this.write(() =>
      this.storage.sql.exec("UPDATE people SET is_open = 1, began_by = ? WHERE address = ?", beganBy, address),
    );
  }

  forget(conversation: string): void {
    if (!this.made) return;
    this.write(() => {
      this.storage.sql.exec("DELETE FROM people WHERE conversation = ?", conversation);
      this.storage.sql.exec("UPDATE people SET previous = NULL WHERE previous = ?", conversation);
    });
  }

  /** Everything is being deleted, the tables as well. */
  removed(): void {
    this.made = false;
  }

  private write(work: () => void): void {
    this.storage.transactionSync(() => {
      if (!this.made) for (const statement of SCHEMA) this.storage.sql.exec(statement);
      work();
    });
    this.made = true;
  }

  /** Rows of our own making: their form is the statement's. */
  private rows<T>(statement: string, ...bindings: string[]): T[] {
    return this.made ? (this.storage.sql.exec(statement, ...bindings).toArray() as unknown as T[]) : [];
  }
}
