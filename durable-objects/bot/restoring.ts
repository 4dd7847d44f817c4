/**
 * Puts a backup in place of nothing, in slices of the bot object's alarm: every part is read and verified first, then the
 * files, then each store from its first page on, the bot itself last and in one transaction. Until then nobody finds the bot,
 * and a restore that was cut short goes on at the beginning of the store at which it stood.
 */
import { BACKUP_LIMITS, fileKey, type RestoreStatus } from "../../contracts/backup.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import { systemClock } from "../../platform/clock.ts";
import { type BackupPlace, DamagedBackup, type PartRow, readPart } from "../backup/parts.ts";
import { finishTables, loadTables } from "../backup/tables.ts";
import { sessionObject, storedTables } from "../objects.ts";
import type { BackupsParts } from "./backups.ts";
import { currentHash } from "./releases.ts";
import { readMeta, writeMeta } from "./schema.ts";
import { listSecrets } from "./settings.ts";

const RETRY_MS = 5_000;
const MAX_ATTEMPTS = 8;
const RESTARTS = 5;
const PARTS_AT_ONCE = 100;

interface Row extends Record<string, SqlStorageValue> {
  backup: string;
  state: RestoreStatus["state"];
  at: number;
  phase: "verify" | "files" | "stores";
  position: number;
  reason: string | null;
  attempts: number;
  due_at: number;
}

export class Restoring {
  readonly #parts: BackupsParts;
  readonly #sql: SqlStorage;

  constructor(parts: BackupsParts) {
    this.#parts = parts;
    this.#sql = parts.storage.sql;
  }

  get isRunning(): boolean {
    return this.#row()?.state === "running";
  }

  name(): { tenant: string; bot: string } | null {
    const [tenant, bot] = [readMeta(this.#sql, "restore-tenant"), readMeta(this.#sql, "restore-bot")];
    return tenant === null || bot === null ? null : { tenant, bot };
  }

  start(tenant: string, bot: string, backup: string): Result<RestoreStatus> {
    const row = this.#row();
    if (row?.state === "running" && row.backup !== backup)
      return fail("backup.busy", "Another backup is being restored: wait until that is done.");
    if (row?.state === "running") return ok(this.#statusOf(row, []));
    if (!this.#isEmpty())
      return fail(
        "backup.not-empty",
        "A backup is restored to where the bot has nothing, and this bot has releases or conversations.",
      );
    const now = systemClock.now();
    this.#parts.storage.transactionSync(() => {
      writeMeta(this.#sql, "restore-tenant", tenant);
      writeMeta(this.#sql, "restore-bot", bot);
      this.#sql.exec(
        "INSERT OR REPLACE INTO backup_restore VALUES (1, ?, 'running', ?, 'verify', 0, NULL, 0, ?)",
        ...[backup, now, now],
      );
    });
    const begun = this.#row();
    return begun === null ? fail("internal", "The restore did not begin.") : ok(this.#statusOf(begun, []));
  }

  async status(): Promise<Result<RestoreStatus>> {
    const row = this.#row();
    if (row === null) return fail("backup.unknown", "Nothing has been restored here.");
    const secrets =
      row.state === "done" ? await listSecrets({ sql: this.#sql, operatorKey: this.#parts.env.OPERATOR_KEY }) : [];
    const missing = secrets.filter(({ readable }) => !readable).map(({ name }) => name);
    return ok(this.#statusOf(row, missing));
  }

  /** By the alarm. Never rejects. */
  async work(until: number): Promise<void> {
    const row = this.#row();
    const name = this.name();
    if (row === null || name === null || row.due_at > systemClock.now()) return;
    const place: BackupPlace = { sql: this.#sql, files: this.#parts.env.FILES, ...name };
    try {
      for (let at: Row | null = row; at?.state === "running" && systemClock.now() < until; at = this.#row())
        await this.#advance(at, place);
      this.#sql.exec("UPDATE backup_restore SET attempts = 0, due_at = ?", systemClock.now());
    } catch (error) {
      console.error("a restore did not get on", error);
      const isHopeless = error instanceof DamagedBackup || error instanceof RangeError;
      const isFinal = isHopeless || row.attempts + 1 >= MAX_ATTEMPTS;
      const reason = isHopeless ? error.message : "A store could not be written: see the log.";
      this.#sql.exec(
        "UPDATE backup_restore SET attempts = attempts + 1, due_at = ?, state = ?, reason = ?",
        systemClock.now() + RETRY_MS * 2 ** row.attempts,
        isFinal ? "failed" : "running",
        isFinal ? reason : null,
      );
    }
  }

  async #advance(row: Row, place: BackupPlace): Promise<void> {
    if (row.phase === "verify") {
      const parts = this.#partsFrom(row, "1 = 1");
      for (const part of parts) await readPart(place, part);
      return this.#stand("verify", parts, "files");
    }
    if (row.phase === "files") {
      const parts = this.#partsFrom(row, "store = 'file'");
      const [first] = parts;
      const same = first ? this.#run(first) : [];
      if (first) await writeFile(place, first.file, same);
      return this.#stand("files", same, "stores");
    }
    const [first] = this.#partsFrom(row, "store <> 'file'");
    if (first === undefined) throw new DamagedBackup("The bot itself is not in the backup.");
    const pages = this.#run(first);
    if (first.store === "bot") return this.#become(place, pages);
    await loadStore(this.#parts, place, first.store, pages);
    this.#stand("stores", pages, "stores");
  }

  /** The bot's own tables. Whoever comes afterwards meets a new instance of the object, with all that is restored. */
  async #become(place: BackupPlace, pages: readonly PartRow[]): Promise<void> {
    if (pages.reduce((sum, { size }) => sum + size, 0) > BACKUP_LIMITS.bot)
      throw new DamagedBackup(`The bot's own tables have more than ${BACKUP_LIMITS.bot} bytes.`);
    const texts: string[] = [];
    for (const page of pages) texts.push(new TextDecoder().decode(await readPart(place, page)));
    const { storage } = this.#parts;
    storage.transactionSync(() => {
      if (!this.#isEmpty())
        throw new DamagedBackup("Something was published for this bot while it was restored: delete it, or keep it.");
      for (const [index, text] of texts.entries()) loadTables(storage, text, index === 0);
      finishTables(storage);
      writeMeta(this.#sql, "tenant", place.tenant);
      writeMeta(this.#sql, "bot", place.bot);
      forgetWhatIsElsewhere(this.#sql, systemClock.now());
      this.#sql.exec("UPDATE backup_restore SET state = 'done'");
    });
    // The list of the tenant's bots is a listing of such keys.
    await place.files.put(`t/${place.tenant}/bots/${place.bot}`, new Uint8Array());
    await storage.setAlarm(systemClock.now());
    await storage.sync();
    this.#parts.abort("restored from a backup");
  }

  #isEmpty(): boolean {
    const count = (table: string): number =>
      this.#sql.exec<{ count: number }>(`SELECT count(*) AS count FROM ${table}`).one().count;
    return currentHash(this.#sql) === null && count("lives") === 0 && count("conversations") === 0;
  }

  #partsFrom({ backup, position }: Row, where: string): PartRow[] {
    return this.#sql
      .exec<PartRow>(
        `SELECT position, store, file, hash, size FROM backup_parts
         WHERE backup = ? AND position >= ? AND ${where} ORDER BY position LIMIT ${PARTS_AT_ONCE}`,
        backup,
        position,
      )
      .toArray();
  }

  /** The part and those behind it that belong to the same file or store. */
  #run(first: PartRow): PartRow[] {
    const [next] = this.#sql
      .exec<{ position: number }>(
        `SELECT position FROM backup_parts WHERE backup = (SELECT backup FROM backup_restore) AND position > ?
         AND (store <> ? OR file <> ?) ORDER BY position LIMIT 1`,
        ...[first.position, first.store, first.file],
      )
      .toArray();
    return this.#sql
      .exec<PartRow>(
        `SELECT position, store, file, hash, size FROM backup_parts
         WHERE backup = (SELECT backup FROM backup_restore) AND position >= ? AND position < ? ORDER BY position`,
        first.position,
        next?.position ?? BACKUP_LIMITS.parts,
      )
      .toArray();
  }

  #stand(phase: Row["phase"], done: readonly PartRow[], next: Row["phase"]): void {
    const last = done.at(-1);
    const [to, position] = last === undefined ? [next, 0] : [phase, last.position + 1];
    this.#sql.exec("UPDATE backup_restore SET phase = ?, position = ?", to, position);
  }

  #row(): Row | null {
    return this.#sql.exec<Row>("SELECT * FROM backup_restore").toArray()[0] ?? null;
  }

  #statusOf(row: Row, missingSecrets: string[]): RestoreStatus {
    const { parts } = this.#sql
      .exec<{ parts: number }>("SELECT count(*) AS parts FROM backup_parts WHERE backup = ?", row.backup)
      .one();
    return {
      backup: row.backup,
      state: row.state,
      startedAt: new Date(row.at).toISOString(),
      done: row.state === "done" ? parts : row.phase === "verify" ? 0 : row.position,
      parts,
      reason: row.reason,
      missingSecrets,
    };
  }
}

async function loadStore(
  { env }: BackupsParts,
  place: BackupPlace,
  store: string,
  pages: readonly PartRow[],
): Promise<void> {
  let instance = "";
  for (const [index, page] of pages.entries()) {
    const text = new TextDecoder().decode(await readPart(place, page));
    const taker = await storedTables(env, place, store).loadTables(text, index === 0);
    // A newer instance has triggers already, which would count the rows of this page a second time.
    if (index > 0 && taker !== instance) throw new Error(`${store} began anew while it was being loaded`);
    instance = taker;
  }
  // The call that ends the object ends with an error; one that meets the next instance says so.
  for (let turn = 0; turn < RESTARTS; turn++)
    if (
      await storedTables(env, place, store)
        .tablesLoaded(instance)
        .catch((error: unknown) => {
          if (error instanceof RangeError) throw error;
          return false;
        })
    )
      break;
    else if (turn === RESTARTS - 1) throw new Error(`${store} did not begin anew`);
  if (!store.startsWith("session/")) return;
  await sessionObject(env, { ...place, conversation: store.slice("session/".length) }).reproject();
}

async function writeFile(place: BackupPlace, file: string, parts: readonly PartRow[]): Promise<void> {
  const { files, tenant, bot } = place;
  const key = fileKey(tenant, bot, file);
  // Documents of releases are shared by the tenant's bots: what is there is the same.
  if (file.startsWith("blobs/") && (await files.head(key)) !== null) return;
  const [only, more] = parts;
  if (only !== undefined && more === undefined) {
    await files.put(key, await readPart(place, only));
    return;
  }
  const upload = await files.createMultipartUpload(key);
  const uploaded: R2UploadedPart[] = [];
  for (const [index, part] of parts.entries())
    uploaded.push(await upload.uploadPart(index + 1, await readPart(place, part)));
  await upload.complete(uploaded);
}

/** Knowledge is indexed anew; packages that were being sent have to be sent again. */
function forgetWhatIsElsewhere(sql: SqlStorage, now: number): void {
  sql.exec("DELETE FROM index_jobs WHERE wanted_hash IS NULL");
  sql.exec(
    `UPDATE index_jobs SET indexed_hash = NULL, indexed_as = NULL, hidden = 0, state = 'pending', attempts = 0,
       due_at = ?, reason = NULL`,
    now,
  );
  sql.exec("DELETE FROM embedding_jobs");
  sql.exec("DELETE FROM meta WHERE key IN ('embedding', 'watched')");
  for (const table of ["uploads", "upload_blobs", "upload_pieces"]) sql.exec(`DELETE FROM ${table}`);
  sql.exec("DELETE FROM stored_objects WHERE release LIKE 'upload:%'");
}
