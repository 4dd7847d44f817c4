/** How much a bot holds, part by part, as each of its stores tells it. Sizes in bytes. */
import type { DriveUsage } from "./drive.ts";

export interface Held {
  count: number;
  bytes: number;
}

/** What the bot object knows of itself. */
export interface OwnUsage {
  conversations: number;
  /** Those that are kept; the bytes are the packages' files, each content once, of the latest fifty. */
  releases: Held;
  /** Those that are whole; the bytes are their parts, which they share. */
  backups: Held;
  /** `bytes`: as they were published, put or read. `indexBytes`: of the objects that answer questions, vectors included. */
  knowledge: { collections: number; documents: number; passages: number; bytes: number; indexBytes: number };
}

export interface TablesUsage {
  tables: number;
  rows: number;
  /** Null where they lie in PostgreSQL, together with those of other bots. */
  bytes: number | null;
}

export interface BotUsage extends OwnUsage {
  files: DriveUsage;
  tables: TablesUsage;
}
