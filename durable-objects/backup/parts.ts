/** Parts of a backup in object storage, and the rows of the bot object that say which backup has which. */
import {
  BACKUP_LIMITS,
  type BackupHead,
  type BackupPart,
  backupPartKey,
  FILE_ROOTS,
  fileKey,
  manifestKey,
} from "../../contracts/backup.ts";

export interface BackupPlace {
  sql: SqlStorage;
  files: R2Bucket;
  tenant: string;
  bot: string;
}

export interface PartRow extends BackupPart, Record<string, SqlStorageValue> {
  position: number;
}

export function createBackupTables(sql: SqlStorage): void {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS backups (
      id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
      step TEXT NOT NULL, conversations INTEGER NOT NULL, reason TEXT, left_out TEXT NOT NULL,
      finished_at INTEGER, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS backup_parts (
      backup TEXT NOT NULL, position INTEGER NOT NULL, store TEXT NOT NULL, file TEXT NOT NULL,
      hash TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (backup, position)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS backup_parts_hash ON backup_parts (hash);
    CREATE TABLE IF NOT EXISTS backup_restore (
      one INTEGER PRIMARY KEY CHECK (one = 1), backup TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
      at INTEGER NOT NULL, phase TEXT NOT NULL, position INTEGER NOT NULL, reason TEXT,
      attempts INTEGER NOT NULL, due_at INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS backup_sweep (one INTEGER PRIMARY KEY CHECK (one = 1), due_at INTEGER NOT NULL);
  `);
}

export async function hashOf(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Stores the bytes unless a backup has them already. */
export async function storePart(
  { sql, files, tenant, bot }: BackupPlace,
  store: string,
  file: string,
  bytes: Uint8Array<ArrayBuffer> | ArrayBuffer,
): Promise<BackupPart> {
  const hash = await hashOf(bytes);
  const isKnown = sql.exec("SELECT 1 FROM backup_parts WHERE hash = ? LIMIT 1", hash).toArray().length > 0;
  if (!isKnown) await files.put(backupPartKey(tenant, bot, hash), bytes);
  return { store, file, hash, size: bytes.byteLength };
}

/** An object of storage in parts; none where it is gone. */
export async function storeFile(place: BackupPlace, file: string): Promise<BackupPart[]> {
  const key = fileKey(place.tenant, place.bot, file);
  const parts: BackupPart[] = [];
  for (let offset = 0; ; offset += BACKUP_LIMITS.part) {
    const object = await place.files.get(key, offset === 0 ? {} : { range: { offset, length: BACKUP_LIMITS.part } });
    if (object === null) return [];
    let bytes: ArrayBuffer;
    if (offset === 0 && object.size > BACKUP_LIMITS.part) {
      await object.body.cancel();
      const first = await place.files.get(key, { range: { offset: 0, length: BACKUP_LIMITS.part } });
      if (first === null) return [];
      bytes = await first.arrayBuffer();
    } else bytes = await object.arrayBuffer();
    parts.push(await storePart(place, "file", file, bytes));
    if (offset + bytes.byteLength >= object.size) return parts;
  }
}

/** Keys of the bot in storage after the given one, as a manifest names them; the last answer is empty. */
export async function filesAfter(place: BackupPlace, last: string, limit: number): Promise<string[]> {
  const { files, tenant, bot } = place;
  const from = last === "" ? 0 : FILE_ROOTS.findIndex((root) => last.startsWith(`${root}/`));
  for (const root of FILE_ROOTS.slice(from === -1 ? FILE_ROOTS.length : from)) {
    const prefix = fileKey(tenant, bot, `${root}/`);
    const isSame = last.startsWith(`${root}/`);
    const listed = await files.list({ prefix, limit, ...(isSame ? { startAfter: fileKey(tenant, bot, last) } : {}) });
    if (listed.objects.length > 0) return listed.objects.map(({ key }) => `${root}/${key.slice(prefix.length)}`);
  }
  // Documents of the releases that are kept: the tenant's bots share them.
  const after = last.startsWith("blobs/") ? last.slice("blobs/".length) : "";
  return place.sql
    .exec<{ wanted: string }>(
      `SELECT DISTINCT json_extract(document.value, '$.hash') AS wanted
       FROM releases, json_each(releases.manifest, '$.knowledge') AS document WHERE wanted > ? ORDER BY wanted LIMIT ?`,
      after,
      limit,
    )
    .toArray()
    .map(({ wanted }) => `blobs/${wanted}`);
}

export function addParts(sql: SqlStorage, backup: string, parts: readonly BackupPart[]): void {
  const { count } = sql
    .exec<{ count: number }>("SELECT count(*) AS count FROM backup_parts WHERE backup = ?", backup)
    .one();
  if (count + parts.length > BACKUP_LIMITS.parts)
    throw new RangeError(`A backup has at most ${BACKUP_LIMITS.parts} parts, and this bot needs more.`);
  for (const [index, { store, file, hash, size }] of parts.entries())
    sql.exec("INSERT INTO backup_parts VALUES (?, ?, ?, ?, ?, ?)", backup, count + index, store, file, hash, size);
}

export async function writeManifest({ sql, files, tenant, bot }: BackupPlace, head: BackupHead): Promise<void> {
  const lines = [JSON.stringify(head)];
  const rows = sql.exec<PartRow>(
    "SELECT store, file, hash, size FROM backup_parts WHERE backup = ? ORDER BY position",
    head.id,
  );
  for (const row of rows) lines.push(JSON.stringify(row));
  await files.put(manifestKey(tenant, bot, head.id), `${lines.join("\n")}\n`);
}

/** Bytes of a part as they were announced; throws an Error that names it otherwise. */
export async function readPart({ files, tenant, bot }: BackupPlace, part: BackupPart): Promise<ArrayBuffer> {
  const bytes = await (await files.get(backupPartKey(tenant, bot, part.hash)))?.arrayBuffer();
  if (bytes === undefined) throw new DamagedBackup(`The part ${part.hash} (${nameOf(part)}) is not in storage.`);
  if (bytes.byteLength !== part.size || (await hashOf(bytes)) !== part.hash)
    throw new DamagedBackup(`The part ${part.hash} (${nameOf(part)}) is damaged.`);
  return bytes;
}

const nameOf = ({ store, file }: BackupPart): string => (store === "file" ? file : store);

/** Trying again does not help. */
export class DamagedBackup extends Error {
  override readonly name = "DamagedBackup";
}

/** Deletes parts that no backup has; those of the last hour may belong to one that is being sent. True when some stay for it. */
export async function sweepParts({ sql, files, tenant, bot }: BackupPlace, before: number): Promise<boolean> {
  const prefix = backupPartKey(tenant, bot, "");
  let isLeft = false;
  let cursor: string | undefined;
  do {
    const listed = await files.list({ prefix, limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    const free = listed.objects.filter(
      ({ key }) =>
        sql.exec("SELECT 1 FROM backup_parts WHERE hash = ? LIMIT 1", key.slice(prefix.length)).toArray().length === 0,
    );
    const old = free.filter(({ uploaded }) => uploaded.getTime() < before).map(({ key }) => key);
    if (old.length > 0) await files.delete(old);
    isLeft ||= old.length < free.length;
    cursor = listed.truncated ? listed.cursor : undefined;
  } while (cursor !== undefined);
  return isLeft;
}
