/**
 * Deletes releases that nobody needs, with the programs and files that only they had. By the bot object's alarm, in small
 * steps, never at the same time as a publishing: a release is marked, its objects are deleted from storage, then it is
 * forgotten. A crash between two steps leaves the mark, and the next alarm goes on; a publishing that brings the release
 * back takes the mark away first (releases.ts).
 */
import {
  CANDIDATE_DAYS,
  KEPT_RELEASES,
  type KeptBecause,
  programKey,
  releaseFileKey,
  releaseKey,
} from "../../contracts/release.ts";
import { forgetMoves } from "./moves.ts";
import { nextUnpin, notAsked, pinsOf, unpinExpired } from "./pins.ts";
import { currentHash, type Life, type StoredObject } from "./releases.ts";
import { forgetUpload, forgottenPieces, holder, nextUploadEnd, overdueUpload } from "./uploads.ts";

const DAY_MS = 86_400_000;
/** A publishing that was cut short: nobody brings it to its end after this. */
const STORING_MS = DAY_MS;
/** Conversations that began so long ago, and never said where they stand, are asked whether they ever came to be. */
const SILENT_MS = DAY_MS;
const ASKED_AT_ONCE = 25;
/** Objects of storage that one step deletes. */
const DELETED_AT_ONCE = 200;

export interface CollectionParts {
  storage: DurableObjectStorage;
  files: Pick<R2Bucket, "delete">;
  tenant: string;
  bot: string;
  /** ms since the epoch. */
  now: number;
  /** Asks conversations where they stand, and takes in what they say; those that never came to be lose their pin. */
  ask(conversations: readonly string[]): Promise<void>;
}

interface Verdict {
  life: Life;
  because: KeptBecause[];
}

/** Why each release is still there, the newest first. Few rows: releases that conversations need, and the last ones. */
export function verdicts(sql: SqlStorage, now: number): Verdict[] {
  const current = currentHash(sql);
  const recent = recentHashes(sql);
  return sql
    .exec<Life>("SELECT * FROM lives ORDER BY stored_at DESC, hash DESC")
    .toArray()
    .map((life) => ({ life, because: reasons(sql, life, current, recent, now) }));
}

export function reasons(
  sql: SqlStorage,
  life: Life,
  current: string | null,
  recent: ReadonlySet<string>,
  now: number,
): KeptBecause[] {
  const because: KeptBecause[] = [];
  const pins = pinsOf(sql, life.hash);
  if (life.hash === current) because.push("current");
  if (recent.has(life.hash)) because.push("recent");
  if (life.candidate_at !== null && life.candidate_at + CANDIDATE_DAYS * DAY_MS > now) because.push("candidate");
  if (pins.open) because.push("open-conversations");
  if (pins.ended) because.push("replay");
  if (life.state === "storing" && life.stored_at + STORING_MS > now) because.push("in-progress");
  return because;
}

/** The last published ones. Those of a folder that is being worked on are counted apart, or an hour's work would push out the rest. */
export function recentHashes(sql: SqlStorage): ReadonlySet<string> {
  const rows = sql.exec<{ hash: string }>(
    `SELECT hash FROM (SELECT hash, row_number() OVER (PARTITION BY development ORDER BY published_at DESC, hash) AS place
       FROM lives WHERE published_at IS NOT NULL) WHERE place <= ?`,
    KEPT_RELEASES,
  );
  return new Set(rows.toArray().map(({ hash }) => hash));
}

/** When there is something to collect, to let go or to ask, in ms; null = not before something else happens. */
export function nextCollection(sql: SqlStorage, now: number): number | null {
  const times: number[] = [];
  const unpin = nextUnpin(sql);
  if (unpin !== null) times.push(unpin);
  const uploadEnd = nextUploadEnd(sql);
  if (uploadEnd !== null) times.push(uploadEnd);
  for (const { life, because } of verdicts(sql, now)) {
    if (life.state === "collecting" || because.length === 0) return now;
    if (because.includes("candidate")) times.push((life.candidate_at ?? now) + CANDIDATE_DAYS * DAY_MS);
    if (because.includes("in-progress")) times.push(life.stored_at + STORING_MS);
    const [silent] = isOpenAlone(because) ? notAsked(sql, life, 1) : [];
    if (silent) times.push(silent.openedAt + SILENT_MS);
  }
  return times.length === 0 ? null : Math.max(now, Math.min(...times));
}

const isOpenAlone = (because: readonly KeptBecause[]): boolean =>
  because.length === 1 && because[0] === "open-conversations";

/** One step. What it leaves, `nextCollection` names. Throws where storage does; the step is then made again. */
export async function collectSome(parts: CollectionParts): Promise<void> {
  const { storage, now } = parts;
  const { sql } = storage;
  storage.transactionSync(() => unpinExpired(sql, now));
  const upload = overdueUpload(sql, now);
  if (upload !== null) await collectUpload(parts, upload);
  const all = verdicts(sql, now);
  for (const { life, because } of all) {
    if (isOpenAlone(because)) await askSilent(parts, life);
  }
  const marked = all.find(({ life }) => life.state === "collecting")?.life.hash ?? mark(sql, all);
  if (marked !== null) await collect(parts, marked);
}

function mark(sql: SqlStorage, all: readonly Verdict[]): string | null {
  // What was asked meanwhile may have changed the pins; this look and the mark are one event.
  const unneeded = all.find(({ life, because }) => {
    const pins = pinsOf(sql, life.hash);
    return because.length === 0 && !pins.open && !pins.ended;
  })?.life.hash;
  if (unneeded === undefined || unneeded === currentHash(sql)) return null;
  sql.exec("UPDATE lives SET state = 'collecting' WHERE hash = ?", unneeded);
  return unneeded;
}

async function collect(parts: CollectionParts, release: string): Promise<void> {
  const { storage, files, tenant, bot } = parts;
  const { sql } = storage;
  if (!(await deleteOwn(parts, release))) return;
  await files.delete(releaseKey(tenant, bot, release));
  storage.transactionSync(() => {
    sql.exec("DELETE FROM stored_objects WHERE release = ?", release);
    sql.exec("DELETE FROM declarations WHERE release = ?", release);
    sql.exec("DELETE FROM releases WHERE hash = ?", release);
    sql.exec("DELETE FROM lives WHERE hash = ?", release);
    forgetMoves(sql, release);
  });
}

async function collectUpload(parts: CollectionParts, id: string): Promise<void> {
  const { storage, files } = parts;
  const pieces = forgottenPieces(parts, id);
  if (pieces.length > 0) {
    await files.delete(pieces.map(({ key }) => key));
    storage.transactionSync(() => {
      for (const { hash, at } of pieces)
        storage.sql.exec("DELETE FROM upload_pieces WHERE upload = ? AND hash = ? AND at = ?", id, hash, at);
    });
  } else if (await deleteOwn(parts, holder(id))) storage.transactionSync(() => forgetUpload(storage.sql, id));
}

/** Deletes some objects that nothing else holds; true when none is left. */
async function deleteOwn({ storage, files, tenant, bot }: CollectionParts, release: string): Promise<boolean> {
  const { sql } = storage;
  const own = sql
    .exec<StoredObject>(
      `SELECT kind, hash FROM stored_objects o WHERE release = ?1 AND NOT EXISTS (
         SELECT 1 FROM stored_objects p WHERE p.kind = o.kind AND p.hash = o.hash AND p.release <> ?1) LIMIT ?2`,
      release,
      DELETED_AT_ONCE,
    )
    .toArray();
  if (own.length === 0) return true;
  await files.delete(
    own.map(({ kind, hash }) => (kind === "program" ? programKey : releaseFileKey)(tenant, bot, hash)),
  );
  storage.transactionSync(() => {
    for (const { kind, hash } of own)
      sql.exec("DELETE FROM stored_objects WHERE kind = ? AND hash = ? AND release = ?", kind, hash, release);
  });
  return false;
}

/** A conversation whose first commit was never made has a pin all the same. Each is asked once in its life. */
async function askSilent({ storage, now, ask }: CollectionParts, life: Life): Promise<void> {
  const { sql } = storage;
  const old = notAsked(sql, life, ASKED_AT_ONCE).filter(({ openedAt }) => openedAt + SILENT_MS <= now);
  const last = old.at(-1);
  if (!last) return;
  await ask(old.filter(({ heard }) => !heard).map(({ id }) => id));
  sql.exec("UPDATE lives SET asked_to = ?, asked_id = ? WHERE hash = ?", last.openedAt, last.id, life.hash);
}
