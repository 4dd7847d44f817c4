/**
 * Backups of a bot (docs/backups.md): a manifest in JSON Lines, and parts that are named by their SHA-256, so that backups
 * share what did not change. The first line of a manifest says whose it is; each other line is one part, in the order in
 * which the store was read.
 */
import * as z from "zod";
import type { Result } from "./faults.ts";
import { botName, conversationId } from "./ids.ts";

export const BACKUP_LIMITS = {
  /** Bytes of a part; larger files have several. */
  part: 16 * 1024 * 1024,
  /** Parts of one backup, and bytes of its manifest. */
  parts: 100_000,
  manifest: 32 * 1024 * 1024,
  /** Backups that a bot keeps, whoever made them. */
  kept: 100,
  /** Bytes of the bot's own tables: they are put in place in one transaction. */
  bot: 48 * 1024 * 1024,
} as const;

export const backupFolder = (tenant: string, bot: string): string => `t/${tenant}/backups/${bot}/`;
export const backupPartKey = (tenant: string, bot: string, hash: string): string =>
  `${backupFolder(tenant, bot)}parts/${hash}`;
export const manifestKey = (tenant: string, bot: string, id: string): string =>
  `${backupFolder(tenant, bot)}${id}.jsonl`;

/** Folders of object storage that belong to one bot, `t/TENANT/FOLDER/BOT/`; `blobs` is the tenant's. */
export const FILE_ROOTS = ["bots", "conversations", "drive", "knowledge", "releases"] as const;

export const partHash = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case");

export const backupHead = z.object({
  format: z.literal("basalt-backup"),
  version: z.literal(1, "must be 1: a newer version of the product made this backup"),
  tenant: z.string(),
  bot: botName,
  id: conversationId,
  /** ms since the epoch. */
  at: z.int().min(0),
  /** What the bot had and the backup does not hold, in words. */
  leftOut: z.array(z.string().max(200)).max(20).default([]),
});
export type BackupHead = z.output<typeof backupHead>;

export const backupPart = z.object({
  /** `session/ID`, `data`, `drive`, `bot`: tables of that store. `file`: an object of storage, whose key is `file`. */
  store: z.string().regex(/^(?:session\/[a-v0-9]{26}|data|drive|bot|file)$/),
  /** `FOLDER/REST` for `t/TENANT/FOLDER/BOT/REST`; `blobs/SHA256` for a document of a release. Empty for tables. */
  file: z
    .string()
    .max(1_000)
    .regex(/^(?:|blobs\/[0-9a-f]{64}|(?:bots|conversations|drive|knowledge|releases)\/[^\p{Cc}]+)$/u),
  hash: partHash,
  size: z.int().min(0).max(BACKUP_LIMITS.part),
});
export type BackupPart = z.output<typeof backupPart>;

/** Where the object of a part lies. */
export function fileKey(tenant: string, bot: string, file: string): string {
  const slash = file.indexOf("/");
  const [folder, rest] = [file.slice(0, slash), file.slice(slash + 1)];
  return folder === "blobs" ? `t/${tenant}/blobs/${rest}` : `t/${tenant}/${folder}/${bot}/${rest}`;
}

/** Throws an Error that names the line. */
export function readManifest(text: string): { head: BackupHead; parts: BackupPart[] } {
  const lines = text.split("\n").filter((line) => line !== "");
  if (lines.length > BACKUP_LIMITS.parts + 1) throw new Error(`more than ${BACKUP_LIMITS.parts} parts`);
  const line = <T>(schema: z.ZodType<T>, index: number): T => {
    let value: unknown;
    try {
      value = JSON.parse(lines[index] ?? "");
    } catch {
      throw new Error(`line ${index + 1} is not JSON`);
    }
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw new Error(`line ${index + 1}: ${issue?.path.join("/") ?? ""} ${issue?.message ?? "cannot be read"}`);
  };
  const head = line(backupHead, 0);
  const parts = lines.slice(1).map((_, index) => line(backupPart, index + 1));
  if (!parts.some(({ store }) => store === "bot")) throw new Error("the bot itself is not in it: it is cut off");
  return { head, parts };
}

export interface BackupStatus {
  id: string;
  state: "running" | "done" | "failed";
  /** ISO time; `finishedAt` null while it runs. */
  startedAt: string;
  finishedAt: string | null;
  by: string;
  conversations: number;
  parts: number;
  bytes: number;
  reason: string | null;
  /** What the bot has and a backup does not hold. */
  leftOut: string[];
}

export interface RestoreStatus {
  backup: string;
  state: "running" | "done" | "failed";
  startedAt: string;
  /** Parts that are in place, of all. */
  done: number;
  parts: number;
  reason: string | null;
  /** Secrets that were sealed under another operator's key and have to be set again; known when it is done. */
  missingSecrets: string[];
}

/** What a bot object offers of its backups, each by `BotApi.backups(NAME, ...)`. */
export interface BackupsApi {
  start(by: string): Promise<Result<BackupStatus>>;
  /** The newest first. */
  list(): Promise<BackupStatus[]>;
  get(id: string): Promise<Result<BackupStatus>>;
  remove(id: string): Promise<Result<null>>;
  /** Takes one whose manifest and parts lie in storage. */
  adopt(tenant: string, bot: string, id: string, by: string): Promise<Result<BackupStatus>>;
  /** Puts a backup in place of nothing: refused where the bot has anything. */
  restore(tenant: string, bot: string, id: string): Promise<Result<RestoreStatus>>;
  restoreStatus(): Promise<Result<RestoreStatus>>;
}

/** What every object that is backed up offers (durable-objects/backup/tables.ts). */
export interface StoredTables {
  /** The next page of its tables, from a moment that stays the same over all pages; null begins. */
  dumpTables(cursor: string | null): Promise<{ text: string; next: string | null }>;
  /** Takes a page; the first one empties the object. Answers what tells this instance of the object from the next. */
  loadTables(text: string, isFirst: boolean): Promise<string>;
  /** All pages are there. The instance ends, so that the object begins anew with them; true: it has. */
  tablesLoaded(instance: string): Promise<boolean>;
}
