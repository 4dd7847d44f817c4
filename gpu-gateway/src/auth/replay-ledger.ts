// Which tokens have been used. Kept on disk, so that a restart of the gateway does not make them new again.
//
// No write waits for the disk. A write survives the death of the process, however sudden, because it is in the
// operating system's cache; only the death of the machine can lose it. So the ledger notes which boot of the machine it
// was written under. Found under another boot, missing or damaged, it cannot be trusted to be complete, and every token
// issued before this start is refused instead.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { uptime } from "node:os";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ServiceTokenClaims } from "../../../contracts/gateway.ts";
import { Fault } from "../fault.ts";

const FILE_NAME = "used-tokens.sqlite";
const SCHEMA_VERSION = 1;
/** Live tokens of a minute; far above what a gateway can serve, and a bound for a key in wrong hands. */
const MAX_LIVE_TOKENS = 500_000;
const PRUNE_EVERY_MS = 10_000;

export interface ReplayLedger {
  /** Marks a token as used. Throws a Fault when it was used before or cannot be judged. `now` is in milliseconds. */
  use(claims: ServiceTokenClaims, now: number): void;
  /** Why tokens from before this start are refused, or null when the ledger goes on from the last run. */
  readonly fresh: string | null;
  close(): void;
}

export interface ReplayLedgerOptions {
  readonly folder: string;
  readonly clockToleranceS: number;
  /** Milliseconds since the epoch, now. */
  readonly startedAt: number;
  readonly bootId?: string;
}

/** Opens or creates the ledger. Throws when the folder cannot be written. */
export function openReplayLedger(options: ReplayLedgerOptions): ReplayLedger {
  makeFolder(resolve(options.folder));
  const file = join(options.folder, FILE_NAME);
  const bootId = options.bootId ?? currentBootId(options.startedAt);
  const { database, damaged } = openDatabase(file, options.startedAt);
  const fresh = damaged ?? whyFresh(database, bootId);
  database.prepare("INSERT OR REPLACE INTO ledger (id, boot) VALUES (1, ?)").run(bootId);

  // The worker's clock may run ahead by the tolerance: a token from just before the start can bear a time just after it.
  const earliestIssue = fresh === null ? 0 : options.startedAt / 1000 + options.clockToleranceS;
  const insert = database.prepare("INSERT OR IGNORE INTO used_tokens (id, expires) VALUES (?, ?)");
  const prune = database.prepare("DELETE FROM used_tokens WHERE expires < ?");
  const count = database.prepare("SELECT count(*) AS live FROM used_tokens");
  let live = 0;
  let prunedAt = Number.NEGATIVE_INFINITY;

  const pruneExpired = (now: number) => {
    prune.run(Math.floor(now / 1000));
    live = Number(count.get()?.["live"] ?? 0);
    prunedAt = now;
  };

  return {
    fresh,
    use(claims, now) {
      if (claims.iat < earliestIssue) {
        const wait = Math.max(1, Math.ceil(earliestIssue - now / 1000));
        throw new Fault(
          "auth.before-start",
          "The token was issued before the gateway started; send the call again with a new one.",
          {
            reason: "issued-before-start",
            retryAfterS: wait,
          },
        );
      }
      if (now - prunedAt >= PRUNE_EVERY_MS) pruneExpired(now);
      if (live >= MAX_LIVE_TOKENS) {
        throw new Fault("service.unavailable", "Too many calls in the last minute.", {
          reason: "ledger-full",
          retryAfterS: 10,
        });
      }
      // The token is refused as expired from exp + tolerance on; one second more covers the rounding.
      const expires = Math.ceil(claims.exp + options.clockToleranceS + 1);
      const result = insert.run(createHash("sha256").update(claims.jti).digest(), expires);
      if (Number(result.changes) === 0) {
        throw new Fault("auth.invalid", "The service token has been used before.", { reason: "replayed" });
      }
      live += 1;
    },
    close() {
      database.close();
    },
  };
}

/** Not mkdir's own `recursive`: on a file system that refuses new folders, such as /proc, it never returns (Node 24.21). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

function openDatabase(file: string, now: number): { database: DatabaseSync; damaged: string | null } {
  try {
    return { database: prepareDatabase(file), damaged: null };
  } catch (error) {
    if (!isDamage(error) || !existsSync(file)) throw error;
    // Kept for whoever wants to look; the side files belong to the damaged one and must not meet the new one.
    for (const suffix of ["", "-wal", "-shm"]) {
      if (existsSync(file + suffix)) renameSync(file + suffix, `${file}.damaged-${now}${suffix}`);
    }
    return { database: prepareDatabase(file), damaged: "the ledger was damaged" };
  }
}

function prepareDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 2_000 });
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS ledger (id INTEGER PRIMARY KEY CHECK (id = 1), boot TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS used_tokens (id BLOB PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS used_tokens_expires ON used_tokens (expires);
      PRAGMA user_version = ${SCHEMA_VERSION};
    `);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLITE_CORRUPT (11) and SQLITE_NOTADB (26). */
function isDamage(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (error.errcode === 11 || error.errcode === 26);
}

function whyFresh(database: DatabaseSync, bootId: string): string | null {
  const row = database.prepare("SELECT boot FROM ledger WHERE id = 1").get();
  if (row === undefined) return "the ledger is new";
  return row["boot"] === bootId ? null : "the machine was restarted";
}

/** Names this boot of the machine. Linux has an id for it; elsewhere the time of the boot, to the minute, stands in. */
function currentBootId(now: number): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return `boot-${Math.round((now / 1000 - uptime()) / 60)}`;
  }
}
