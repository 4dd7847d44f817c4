/**
 * A published package version: immutable, named by the hash of what it holds. Files and programs lie in object storage
 * under their own hashes, so a new release stores only what changed.
 */

import type { Handler } from "./events.ts";
import type { PublishReport } from "./publishing-api.ts";
import type { PlanStep } from "./tables.ts";
import type { WebsiteDirective } from "./websites.ts";

export interface ReleaseFile {
  /** Path inside the package, forward slashes. */
  path: string;
  /** Hex SHA-256 of the bytes. */
  hash: string;
  size: number;
}

/**
 * The model's turn, which publishing adds to every release. No package's script can have its name, because packages are not
 * called `basalt`; what people see of a release leaves it out.
 */
export const ANSWER_SCRIPT = "basalt/answer";

export interface ReleaseScript {
  /** Script id: file name without `.bas`, lower case. */
  name: string;
  path: string;
  /** Hash under which the compiled program lies; null when the script did not compile. */
  program: string | null;
}

export interface ReleaseManifest {
  /** Hex SHA-256 over files and compiler generation. */
  hash: string;
  bot: string;
  createdAt: string;
  scripts: ReleaseScript[];
  /** config.csv as written, keys normalised (lower case, `-`). */
  config: Record<string, string>;
  systemPrompt: string | null;
  knowledge: (ReleaseFile & { collection: string })[];
  data: ReleaseFile[];
  theme: ReleaseFile[];
  /** Pages of the .gbui folders; absent where there are none. */
  pages?: ReleaseFile[];
  /** attendant.csv and mcp.csv at the package's root; absent where there are none. */
  tables?: ReleaseFile[];
  /** What the release wants to be told of; absent in releases of an earlier version. */
  handlers?: Handler[];
  /** Web sites that its scripts read into the knowledge; absent where there are none. */
  websites?: WebsiteDirective[];
  /** What an administrator set beside the package, and goes before config.csv. No part of the hash. */
  overrides?: Record<string, string>;
  /**
   * Mounted from a folder that is being worked on. No part of the content, and so not of the hash: the bot object says it
   * with each answer, as the last publishing of this content did.
   */
  development?: boolean;
}

/** Keys in the FILES bucket; the tenant is always first. What no single writer looks after lies here, and is not collected. */
export const blobKey = (tenant: string, hash: string): string => `t/${tenant}/blobs/${hash}`;
/** Where programs lay before each bot had its own; read only. */
export const sharedProgramKey = (tenant: string, hash: string): string => `t/${tenant}/programs/${hash}`;
/** Programs and files of a bot's releases: its object alone writes and collects them. */
export const programKey = (tenant: string, bot: string, hash: string): string =>
  `t/${tenant}/bots/${bot}/programs/${hash}`;
export const releaseFileKey = (tenant: string, bot: string, hash: string): string =>
  `t/${tenant}/bots/${bot}/files/${hash}`;
/** An event that is too large for a row, until its run has it; by run. */
export const eventKey = (tenant: string, bot: string, run: string): string => `t/${tenant}/bots/${bot}/events/${run}`;
/** A release's manifest, for conversations that outlive what the bot object keeps at hand. */
export const releaseKey = (tenant: string, bot: string, hash: string): string =>
  `t/${tenant}/releases/${bot}/${hash}.json`;

/** How a release is stored: as what new conversations get, or only to be looked at. */
export interface PublishOptions {
  /** Stored and not switched to. */
  candidate?: boolean;
  /** Mounted from a folder that changes; open conversations follow where they can. */
  development?: boolean;
}

/** Releases that stay for going back, however old: so many of those that were published, and of those that were mounted. */
export const KEPT_RELEASES = 10;
/** Days that a candidate stays. */
export const CANDIDATE_DAYS = 7;

/** Why a release is still there. */
export type KeptBecause =
  | "current"
  | "recent"
  | "candidate"
  | "open-conversations"
  | "replay"
  /** It is being stored, or deleted. */
  | "in-progress";

/** Times are ISO 8601. */
export interface ReleaseSummary {
  hash: string;
  storedAt: string;
  /** When it last became the current one; null = never. */
  publishedAt: string | null;
  current: boolean;
  candidate: boolean;
  development: boolean;
  /** Conversations that go on with it. */
  openConversations: number;
  /** Ended ones that can still be replayed. */
  endedConversations: number;
  /** Nobody needs it: it is deleted soon. */
  collectable: boolean;
  keptBecause: KeptBecause[];
}

export interface ReleaseDetail extends ReleaseSummary {
  scripts: { name: string; path: string; compiled: boolean }[];
  knowledge: (ReleaseFile & { collection: string })[];
  data: ReleaseFile[];
  theme: ReleaseFile[];
  /** Names alone: a value may be a secret. */
  configKeys: string[];
}

/** What changes from one release to another. Sizes in bytes; null where there is none. */
export interface ReleaseDifference {
  /** Null: nothing was published before. */
  from: string | null;
  to: string;
  files: { path: string; change: "added" | "removed" | "modified"; before: number | null; after: number | null }[];
  /** Keys of config.csv whose values differ. */
  config: { key: string; before: string | null; after: string | null }[];
  /** Scripts that are others though no file of theirs is: of a package that this one needs, or by another compiler. */
  compiled: string[];
}

/** What making a release the current one would do. */
export interface PublishPlan extends ReleaseDifference {
  /** To the bot's tables, as they are now. */
  tables: PlanStep[];
  diagnostics: PublishReport["diagnostics"];
}

export type UpgradeOutcome = "moved" | "kept" | "restarted" | "offered";
export const UPGRADE_OUTCOMES: readonly UpgradeOutcome[] = ["moved", "kept", "restarted", "offered"];

/** A conversation that met a newer release. `turn` is the turn in which it did. */
export interface ReleaseMove {
  turn: number;
  from: string;
  to: string;
  outcome: UpgradeOutcome;
  reason: string;
}

/** What became of the conversations that met a release. */
export interface UpgradeReport {
  release: string;
  moved: number;
  kept: number;
  restarted: number;
  offered: number;
  /** The first 100 that say why. */
  reasons: { conversation: string; from: string; outcome: UpgradeOutcome; reason: string; at: string }[];
}

/** What would become of conversations that wait, if they met a release now. */
export interface UpgradeCheck {
  release: string;
  checked: number;
  could: number;
  couldNot: number;
  reasons: { conversation: string; from: string; reason: string }[];
}

/** Where a conversation stands, as its own object says it to the bot's. */
export interface PinNotice {
  state: "open" | "ended" | "erased";
  release: string;
  channel: string;
  /** The last turn; an older notice changes nothing. */
  turn: number;
  /** ms: when the conversation began, and when this turn was. */
  openedAt: number;
  at: number;
  moves: ReleaseMove[];
}

export interface BotConversation {
  id: string;
  channel: string;
  state: "open" | "ended";
  release: string;
  openedAt: string;
  endedAt: string | null;
}

export interface ConversationFilter {
  state: "open" | "ended" | null;
  release: string | null;
  limit: number;
  /** What the page before answered. */
  cursor: string | null;
}
