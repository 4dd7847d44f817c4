/**
 * The drive of a bot: its working files, with versions. The index lies in the bot's drive object, the bytes in object
 * storage under their hash. Above the files of the release that a reader has it is a second layer: a file of the drive goes
 * before a file of the release at the same path, and a deleted one hides it (platform/drive-layers.ts).
 */
import { PATH_LIMITS } from "./drive-path.ts";
import type { Result } from "./faults.ts";
import type { JsonValue } from "./json.ts";

/** Bytes of a bot's drive; one object per content. Written before the index names them. */
export const driveKey = (tenant: string, bot: string, hash: string): string => `t/${tenant}/drive/${bot}/${hash}`;

export const DRIVE_LIMITS = {
  ...PATH_LIMITS,
  /** Entries of one page of a listing, and of a listing that a script gets. */
  page: 1_000,
  listed: 10_000,
  /** Versions of one file; the oldest go. */
  versions: 50,
  files: 200_000,
  /** Of one bot, also those that are over and not collected yet. */
  links: 10_000,
  /** Days that a deleted file can be restored, and that changes are told. */
  keptDays: 30,
} as const;

/** Who did something: `script` with the conversation, `api` with the token's name, `channel`, `system`. */
export interface DriveActor {
  kind: "script" | "api" | "person" | "channel" | "system";
  id: string;
}

/** A file as it is now. Its path keeps the case that it was first written with, and is found in any (contracts/drive-path.ts). */
export interface DriveFile {
  path: string;
  /** SHA-256 of its bytes, hex. */
  hash: string;
  size: number;
  /** Media type, checked against the bytes. */
  type: string;
  /** 1 for the first; each change of the content has the next. */
  version: number;
  /** ms since the epoch. */
  modified: number;
  by: DriveActor;
}
export interface DriveVersion extends Omit<DriveFile, "path"> {
  /** The file was deleted with this version; it has no bytes. */
  deleted: boolean;
}

/** `removed`: all paths below the folder that hide a file of the release. */
export interface DriveListing {
  files: DriveFile[];
  removed: string[];
  /** Names of the folders directly below, when not recursive. */
  folders: string[];
  nextCursor: string | null;
}

/** A file whose bytes are in storage already. */
export interface DriveWrite {
  path: string;
  hash: string;
  size: number;
  type: string;
  by: DriveActor;
  /** Refused with `drive.conflict` unless the file has this version now; 0 = unless there is none. */
  ifVersion?: number;
}

export type DriveChange =
  | { kind: "create" | "modify"; seq: number; at: number; file: DriveFile }
  | { kind: "delete"; seq: number; at: number; path: string; by: DriveActor };

export interface DriveUsage {
  files: number;
  /** With bytes, the current ones included. */
  versions: number;
  /** Of the current versions; and what storage holds for all versions, each content once. The quota is about the latter. */
  bytes: number;
  storedBytes: number;
  /** 0 = unlimited. */
  quotaBytes: number;
}

/** A link that opens one file for whoever has it. The address holds a signed token and no other secret. */
export interface DriveLink {
  id: string;
  path: string;
  /** ms since the epoch. */
  expires: number;
  by: DriveActor;
}

/**
 * One per bot; object name `tenant/bot`. Each change is applied once per `effect`. Faults: `drive.path-invalid` (422),
 * `drive.not-found` (404), `drive.conflict` (412), `drive.quota` (507), `drive.exists` (409: a folder where a file is wanted,
 * or the other way), `drive.bytes-missing` (409: store the bytes again, then write; platform/drive-store.ts does both).
 */
export interface DriveApi {
  stat(path: string): Promise<DriveFile | "removed" | null>;
  list(
    folder: string,
    options: { recursive: boolean; limit: number; cursor: string | null },
  ): Promise<Result<DriveListing>>;
  write(effect: string, file: DriveWrite): Promise<Result<DriveFile>>;
  /** `hides`: there is a file of the release at this path, which is to be hidden. */
  remove(effect: string, path: string, by: DriveActor, hides: boolean): Promise<Result<{ removed: boolean }>>;
  /** `from` is a file of the drive; one of the release is written under the new path by the caller. */
  copy(effect: string, from: string, to: string, by: DriveActor): Promise<Result<DriveFile>>;
  /** `hides`: there is a file of the release at `from`, which is to be hidden. */
  move(effect: string, from: string, to: string, by: DriveActor, hides?: boolean): Promise<Result<DriveFile>>;
  versions(path: string): Promise<Result<DriveVersion[]>>;
  restore(effect: string, path: string, version: number, by: DriveActor): Promise<Result<DriveFile>>;
  /** A link until `expires` (ms). The path may be one of the release: the caller has looked that it is there. */
  share(effect: string, path: string, expires: number, by: DriveActor): Promise<Result<DriveLink>>;
  /** The link when it is there and not over; asking moves nothing. */
  link(id: string): Promise<Result<DriveLink>>;
  links(path: string | null): Promise<DriveLink[]>;
  revoke(id: string): Promise<void>;
  usage(): Promise<DriveUsage>;
  /** Everything below a folder goes for good, with its versions, and nothing can be written there for 30 days: erasure. */
  purge(folder: string): Promise<void>;
  /** What changed after `seq`, oldest first; kept for 30 days. */
  changes(after: number, limit: number): Promise<{ items: DriveChange[]; last: number }>;
}

/** A file as a value of the language and in frames; what a script gets from HEAR AS FILE, LIST, UPLOAD. */
export interface FileReference {
  path: string;
  name: string;
  size: number;
  type: string;
  url: string;
  hash: string;
}

export type FileMetadata = Record<string, JsonValue>;
