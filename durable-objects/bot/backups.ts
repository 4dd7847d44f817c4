/**
 * Backups of a bot as its object makes them, in slices of its alarm (docs/backups.md). The order makes them consistent while
 * conversations go on: who sends is read before who receives, so whatever a conversation knows to be done is done in what is
 * read later, and what it sends again after a restore is known there by its key.
 */
import {
  BACKUP_LIMITS,
  type BackupStatus,
  type BackupsApi,
  backupPartKey,
  manifestKey,
  type RestoreStatus,
  readManifest,
} from "../../contracts/backup.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import { systemClock } from "../../platform/clock.ts";
import { newConversationId } from "../../platform/ids.ts";
import {
  addParts,
  type BackupPlace,
  createBackupTables,
  filesAfter,
  storeFile,
  storePart,
  sweepParts,
  writeManifest,
} from "../backup/parts.ts";
import { dumpTables } from "../backup/tables.ts";
import type { Env } from "../env.ts";
import { storedTables } from "../objects.ts";
import { Restoring } from "./restoring.ts";

/** Of one alarm. */
const SLICE_MS = 10_000;
const RETRY_MS = 5_000;
const MAX_ATTEMPTS = 8;
const FILES_AT_ONCE = 50;
/** Parts that nobody needs stay so long: they may belong to a backup that is being sent. */
const SWEEP_MS = 3_600_000;
const DAY_MS = 86_400_000;
const SCHEDULE = "schedule";

/** Where a backup stands; `after`: the last conversation or file that is whole; `cursor`: within a store's pages. */
interface Step {
  phase: "sessions" | "data" | "drive" | "bot" | "files";
  after: string;
  cursor: string | null;
}
const NEXT_PHASE = { sessions: "data", data: "drive", drive: "bot", bot: "files" } as const;

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  at: number;
  by: string;
  state: BackupStatus["state"];
  step: string;
  conversations: number;
  reason: string | null;
  left_out: string;
  finished_at: number | null;
  attempts: number;
  due_at: number;
}

export interface BackupsParts {
  storage: DurableObjectStorage;
  env: Env;
  name(): { tenant: string; bot: string } | null;
  config(): PackageConfig;
  abort(reason: string): void;
}

export class Backups implements BackupsApi {
  readonly #parts: BackupsParts;
  readonly #sql: SqlStorage;
  readonly #restoring: Restoring;
  /** `backup-schedule` and `backup-keep`; looked up again when the release or the configuration may be another. */
  #plan: { schedule: string; keep: number } | null = null;

  constructor(parts: BackupsParts) {
    this.#parts = parts;
    this.#sql = parts.storage.sql;
    createBackupTables(this.#sql);
    this.#restoring = new Restoring(parts);
  }

  async start(by: string): Promise<Result<BackupStatus>> {
    if (this.#parts.name() === null)
      return fail("bot.no-release", "There is nothing to back up: publish a package first.");
    const running = this.#rows("state = 'running'")[0];
    if (running !== undefined) return ok(this.#status(running));
    if (this.#restoring.isRunning) return fail("backup.busy", "The bot is being restored: wait until that is done.");
    if (this.#rows("state = 'done'").length >= BACKUP_LIMITS.kept)
      return fail("backup.full", `A bot keeps ${BACKUP_LIMITS.kept} backups: delete one first.`);
    const now = systemClock.now();
    const id = newConversationId();
    const step: Step = { phase: "sessions", after: "", cursor: null };
    this.#sql.exec(
      "INSERT INTO backups VALUES (?, ?, ?, 'running', ?, 0, NULL, '[]', NULL, 0, ?)",
      ...[id, now, by.slice(0, 200), JSON.stringify(step), now],
    );
    return this.get(id);
  }

  async list(): Promise<BackupStatus[]> {
    return this.#rows("1 = 1").map((row) => this.#status(row));
  }

  async get(id: string): Promise<Result<BackupStatus>> {
    const [row] = this.#rows("id = ?", id);
    return row === undefined ? fail("backup.unknown", "There is no such backup.") : ok(this.#status(row));
  }

  async remove(id: string): Promise<Result<null>> {
    const found = await this.get(id);
    const name = this.#parts.name() ?? this.#restoring.name();
    if (!found.ok) return found;
    if (this.#restoring.isRunning) return fail("backup.busy", "The bot is being restored: wait until that is done.");
    if (name !== null) await this.#parts.env.FILES.delete(manifestKey(name.tenant, name.bot, id));
    this.#parts.storage.transactionSync(() => {
      this.#sql.exec("DELETE FROM backups WHERE id = ?", id);
      this.#sql.exec("DELETE FROM backup_parts WHERE backup = ?", id);
      this.#sql.exec("INSERT OR REPLACE INTO backup_sweep VALUES (1, ?)", systemClock.now());
    });
    return ok(null);
  }

  /** A backup whose manifest lies in storage; parts that are not there are named. */
  async adopt(tenant: string, bot: string, id: string, by: string): Promise<Result<BackupStatus>> {
    const known = await this.get(id);
    if (known.ok) return known;
    const { FILES } = this.#parts.env;
    const stored = await FILES.get(manifestKey(tenant, bot, id));
    if (stored === null) return fail("backup.unknown", "There is no such backup.");
    const { head, parts } = readManifest(await stored.text());
    const there = new Set<string>();
    const prefix = backupPartKey(tenant, bot, "");
    for (let cursor: string | undefined; ; ) {
      const listed = await FILES.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
      for (const { key } of listed.objects) there.add(key.slice(prefix.length));
      if (!listed.truncated) break;
      cursor = listed.cursor;
    }
    const missing = [...new Set(parts.map(({ hash }) => hash))].filter((hash) => !there.has(hash));
    if (missing.length > 0)
      return fail(
        "backup.incomplete",
        `${missing.length} parts are missing: send those that are listed, then the manifest again.`,
        missing.slice(0, 1_000).map((path) => ({ path, message: "missing" })),
      );
    this.#parts.storage.transactionSync(() => {
      const sessions = new Set(parts.filter(({ store }) => store.startsWith("session/")).map(({ store }) => store));
      this.#sql.exec(
        "INSERT OR REPLACE INTO backups VALUES (?, ?, ?, 'done', '{}', ?, NULL, ?, ?, 0, 0)",
        ...[id, head.at, by.slice(0, 200), sessions.size, JSON.stringify(head.leftOut), head.at],
      );
      this.#sql.exec("DELETE FROM backup_parts WHERE backup = ?", id);
      addParts(this.#sql, id, parts);
    });
    return this.get(id);
  }

  async restore(tenant: string, bot: string, id: string): Promise<Result<RestoreStatus>> {
    const found = await this.get(id);
    if (!found.ok) return found;
    if (found.value.state !== "done") return fail("backup.busy", "This backup is not complete.");
    return this.#restoring.start(tenant, bot, id);
  }

  restoreStatus(): Promise<Result<RestoreStatus>> {
    return this.#restoring.status();
  }

  /** The release or the configuration may be another. */
  follow(): void {
    this.#plan = null;
  }

  /** ms; null = nothing is to be done. Asked often: it only reads small tables. */
  due(): number | null {
    const { due } = this.#sql
      .exec<{ due: number | null }>(
        `SELECT min(due_at) AS due FROM (
           SELECT due_at FROM backups WHERE state = 'running' UNION ALL
           SELECT due_at FROM backup_restore WHERE state = 'running' UNION ALL SELECT due_at FROM backup_sweep)`,
      )
      .one();
    return due ?? this.#nextScheduled();
  }

  /** By the alarm. Never rejects. */
  async work(): Promise<void> {
    this.follow();
    const now = systemClock.now();
    if (this.#restoring.isRunning) return this.#restoring.work(now + SLICE_MS);
    const running = this.#rows("state = 'running'")[0];
    if (running !== undefined && running.due_at <= now) await this.#slice(running, now + SLICE_MS);
    await this.#sweep(now);
    const scheduled = this.#nextScheduled();
    if (scheduled !== null && scheduled <= now) await this.#startScheduled(now);
  }

  /** What cannot begin is kept as failed: its reason is seen, and the next one is due a period later. */
  async #startScheduled(now: number): Promise<void> {
    const started = await this.start(SCHEDULE);
    if (started.ok) return;
    this.#sql.exec(
      "INSERT INTO backups VALUES (?, ?, ?, 'failed', '{}', 0, ?, '[]', ?, 0, 0)",
      ...[newConversationId(), now, SCHEDULE, started.detail, now],
    );
    await this.#dropOld();
  }

  async #slice({ id, attempts }: Row, until: number): Promise<void> {
    const name = this.#parts.name();
    if (name === null) return;
    const place: BackupPlace = { sql: this.#sql, files: this.#parts.env.FILES, ...name };
    try {
      while (systemClock.now() < until) if (await this.#advance(id, place)) return;
      this.#sql.exec("UPDATE backups SET attempts = 0, due_at = ? WHERE id = ?", systemClock.now(), id);
    } catch (error) {
      console.error("a backup did not get on", error);
      const isFinal = error instanceof RangeError || attempts + 1 >= MAX_ATTEMPTS;
      const reason = error instanceof RangeError ? error.message : "A store could not be read: see the log.";
      this.#sql.exec(
        "UPDATE backups SET attempts = attempts + 1, due_at = ?, state = ?, reason = ? WHERE id = ?",
        ...[systemClock.now() + RETRY_MS * 2 ** attempts, isFinal ? "failed" : "running", isFinal ? reason : null, id],
      );
    }
  }

  /** One page or some files; true when the backup is done. */
  async #advance(id: string, place: BackupPlace): Promise<boolean> {
    const [row] = this.#rows("id = ? AND state = 'running'", id);
    if (row === undefined) return true;
    const step = JSON.parse(row.step) as Step;
    if (step.phase === "files") return this.#addFiles(row, step, place);
    const store = step.phase === "sessions" ? this.#sessionAfter(step) : step.phase;
    if (store === null) {
      this.#keep(id, [], { phase: NEXT_PHASE[step.phase], after: "", cursor: null });
      return false;
    }
    const page =
      store === "bot"
        ? dumpTables(this.#parts.storage, step.cursor)
        : await storedTables(this.#parts.env, place, store).dumpTables(step.cursor);
    const part = await storePart(place, store, "", new Uint8Array(new TextEncoder().encode(page.text)));
    const isSession = step.phase === "sessions";
    const after = isSession && page.next === null ? store.slice("session/".length) : step.after;
    const phase = isSession || page.next !== null ? step.phase : NEXT_PHASE[step.phase];
    this.#keep(id, [part], { phase, after: phase === "files" ? "" : after, cursor: page.next });
    if (isSession && page.next === null)
      this.#sql.exec("UPDATE backups SET conversations = conversations + 1 WHERE id = ?", id);
    return false;
  }

  async #addFiles(row: Row, step: Step, place: BackupPlace): Promise<boolean> {
    const files = await filesAfter(place, step.after, FILES_AT_ONCE);
    const last = files.at(-1);
    for (const file of files) this.#keep(row.id, await storeFile(place, file), { ...step, after: file });
    if (last !== undefined) return false;
    const { tenant, bot } = place;
    const { id, at } = row;
    const leftOut: string[] = JSON.parse(row.left_out);
    await writeManifest(place, { format: "basalt-backup", version: 1, tenant, bot, id, at, leftOut });
    const now = systemClock.now();
    this.#sql.exec("UPDATE backups SET state = 'done', finished_at = ? WHERE id = ?", now, row.id);
    await this.#dropOld();
    return true;
  }

  /** Of those that the schedule made, `backup-keep` stay; one that failed takes the place of none that is whole. */
  async #dropOld(): Promise<void> {
    const { keep } = this.#planned();
    for (const state of ["done", "failed"])
      for (const { id } of this.#rows("by = ? AND state = ?", SCHEDULE, state).slice(keep)) await this.remove(id);
  }

  #sessionAfter({ after }: Step): string | null {
    const query = "SELECT id FROM conversations WHERE id > ? AND state <> 'erased' ORDER BY id LIMIT 1";
    const [row] = this.#sql.exec<{ id: string }>(query, after).toArray();
    return row === undefined ? null : `session/${row.id}`;
  }

  #keep(id: string, parts: Parameters<typeof addParts>[2], step: Step): void {
    this.#parts.storage.transactionSync(() => {
      addParts(this.#sql, id, parts);
      this.#sql.exec("UPDATE backups SET step = ? WHERE id = ?", JSON.stringify(step), id);
    });
  }

  async #sweep(now: number): Promise<void> {
    const [due] = this.#sql.exec<{ due_at: number }>("SELECT due_at FROM backup_sweep").toArray();
    const name = this.#parts.name();
    if (due === undefined || due.due_at > now) return;
    const place = name && { sql: this.#sql, files: this.#parts.env.FILES, ...name };
    const isLeft = place === null ? false : await sweepParts(place, now - SWEEP_MS).catch(() => true);
    if (isLeft) this.#sql.exec("UPDATE backup_sweep SET due_at = ?", now + SWEEP_MS);
    else this.#sql.exec("DELETE FROM backup_sweep");
  }

  #nextScheduled(): number | null {
    const { schedule } = this.#planned();
    if (schedule === "") return null;
    const { published } = this.#sql
      .exec<{ published: number | null }>("SELECT max(published_at) AS published FROM lives")
      .one();
    return afterwards(schedule, this.#rows("by = ?", SCHEDULE)[0]?.at ?? published ?? systemClock.now());
  }

  #planned(): { schedule: string; keep: number } {
    if (this.#plan === null) {
      const config = this.#parts.name() === null ? null : this.#parts.config();
      this.#plan =
        config === null
          ? { schedule: "", keep: 0 }
          : { schedule: config["backup-schedule"], keep: config["backup-keep"] };
    }
    return this.#plan;
  }

  /** The newest first. */
  #rows(where: string, ...values: string[]): Row[] {
    return this.#sql.exec<Row>(`SELECT * FROM backups WHERE ${where} ORDER BY at DESC, id`, ...values).toArray();
  }

  #status(row: Row): BackupStatus {
    const sums = this.#sql
      .exec<{ parts: number; bytes: number }>(
        "SELECT count(*) AS parts, coalesce(sum(size), 0) AS bytes FROM backup_parts WHERE backup = ?",
        row.id,
      )
      .one();
    return {
      id: row.id,
      state: row.state,
      startedAt: new Date(row.at).toISOString(),
      finishedAt: row.finished_at === null ? null : new Date(row.finished_at).toISOString(),
      by: row.by,
      conversations: row.conversations,
      ...sums,
      reason: row.reason,
      leftOut: JSON.parse(row.left_out),
    };
  }
}

/** The first time of the schedule after the given one, ms. */
export function afterwards(schedule: string, time: number): number {
  const [period, clock = "00:00"] = schedule.split(" ");
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  const every = period === "weekly" ? 7 * DAY_MS : DAY_MS;
  // The epoch was a Thursday: weeks begin on the Monday after it.
  const offset = (period === "weekly" ? 4 * DAY_MS : 0) + hours * 3_600_000 + minutes * 60_000;
  return offset + every * (Math.floor((time - offset) / every) + 1);
}
