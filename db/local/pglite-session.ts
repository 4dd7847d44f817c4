/**
 * PGlite is one backend session. Connections take turns on it: a connection has the session from its first message until
 * the server is ready for the next command outside a transaction, and only then the next connection gets it.
 *
 * That the turn covers the whole command matters. The extended protocol sends a query as several messages, and the
 * unnamed statement between them belongs to the session: a queue of single messages, as pglite-socket 0.2.17 has it,
 * let one connection bind and read another's query when the messages came in two packets (seen 2026-11-23).
 */
import { Duplex } from "node:stream";
import type { PGlite } from "@electric-sql/pglite";
import { fatal, greeting, MessageReader, ReadyTracker, SYNC, type WireMessage } from "./wire.ts";

/** Nobody else is served while a connection sits in an open transaction. */
const IDLE_IN_TURN_MS = 15_000;
const MAX_WAITING = 256;
const REPORTED = [
  "server_version",
  "server_encoding",
  "client_encoding",
  "DateStyle",
  "TimeZone",
  "integer_datetimes",
  "standard_conforming_strings",
];

export class PgliteSession {
  readonly db: PGlite;
  /** Called when the engine itself failed: the process is of no use any more. */
  readonly onBroken: (error: unknown) => void;
  readonly #waiting: (() => void)[] = [];
  #taken = false;
  #greeting: Buffer = Buffer.alloc(0);

  constructor(db: PGlite, onBroken: (error: unknown) => void) {
    this.db = db;
    this.onBroken = onBroken;
  }

  /** Asks the server for what it reports to every client. To be called once, before the first connection. */
  async prepare(): Promise<void> {
    const parameters = new Map<string, string>();
    for (const name of REPORTED) {
      const row = (await this.db.query<{ value: string | null }>("select current_setting($1, true) as value", [name]))
        .rows[0];
      if (row?.value != null) parameters.set(name, row.value);
    }
    this.#greeting = greeting(parameters);
  }

  get greeting(): Buffer {
    return this.#greeting;
  }

  /** `startup`: the connection begins with the client's start-up message and is greeted; otherwise it is ready at once. */
  open(options: { startup: boolean }): PgliteConnection {
    return new PgliteConnection(this, options.startup);
  }

  /** Resolves with the function that gives the turn back, once it is this caller's. */
  takeTurn(): Promise<() => void> {
    if (this.#waiting.length >= MAX_WAITING)
      return Promise.reject(new Error("too many connections wait for the database"));
    return new Promise((resolve) => {
      const begin = (): void => {
        this.#taken = true;
        let given = false;
        resolve(() => {
          if (given) return;
          given = true;
          this.#taken = false;
          this.#waiting.shift()?.();
        });
      };
      if (this.#taken) this.#waiting.push(begin);
      else begin();
    });
  }
}

/** One connection, with as much of net.Socket's surface as pg's client uses. */
export class PgliteConnection extends Duplex {
  readonly #session: PgliteSession;
  readonly #reader: MessageReader;
  readonly #tracker = new ReadyTracker();
  #giveBack: (() => void) | undefined;
  #idle: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(session: PgliteSession, startup: boolean) {
    super({ allowHalfOpen: false });
    this.#session = session;
    this.#reader = new MessageReader({ startup });
  }

  connect(): this {
    queueMicrotask(() => this.emit("connect"));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#work = this.#work.then(async () => {
      try {
        for (const message of this.#reader.push(chunk)) await this.#handle(message);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#idle);
    // The message that is running now cannot be stopped; what it left is undone after it.
    this.#work = this.#work.then(() => this.#leave());
    done(error);
  }

  async #handle(message: WireMessage): Promise<void> {
    if (this.destroyed) return;
    if (message.type === "encryption") return void this.push("N");
    if (message.type === "") return void this.push(this.#session.greeting);
    if (message.type === "X") return void this.push(null);
    this.#giveBack ??= await this.#session.takeTurn();
    clearTimeout(this.#idle);
    this.#tracker.status = undefined;
    const { db } = this.#session;
    try {
      await db.runExclusive(() =>
        db.execProtocolRawStream(message.bytes, {
          onRawData: (bytes) => {
            this.#tracker.push(bytes);
            // The engine reuses its buffer for the next answer.
            if (!this.destroyed) this.push(Buffer.from(bytes));
          },
        }),
      );
    } catch (error) {
      // An SQL error is an answer like any other; what arrives here is a failure of the engine.
      this.#session.onBroken(error);
      throw error;
    }
    if (this.#tracker.status === "I") this.#release();
    else this.#idle = setTimeout(() => this.#expire(), IDLE_IN_TURN_MS).unref();
  }

  #release(): void {
    clearTimeout(this.#idle);
    this.#giveBack?.();
    this.#giveBack = undefined;
  }

  #expire(): void {
    this.push(fatal("25P03", `the transaction was idle for ${IDLE_IN_TURN_MS / 1000} s and has been rolled back`));
    this.push(null);
    this.destroy();
  }

  /** Undoes what a connection left unfinished, so that the next one finds a clean session. */
  async #leave(): Promise<void> {
    if (this.#giveBack === undefined) return;
    const { db } = this.#session;
    try {
      await db.runExclusive(() => db.execProtocolRawStream(SYNC, { onRawData: () => {} }));
      if (db.isInTransaction()) await db.exec("ROLLBACK");
    } catch (error) {
      this.#session.onBroken(error);
    } finally {
      this.#release();
    }
  }
}
