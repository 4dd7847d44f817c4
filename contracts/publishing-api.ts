/** The part of the bot object that packages are published by, and what is set beside them. */
import type { Page } from "./admin.ts";
import type { ConfigEntry, SecretEntry, SettingChange } from "./bot-settings.ts";
import type { Result } from "./faults.ts";
import type { UploadFile, UploadStatus, UploadTarget } from "./package-upload.ts";
import type { PublishOptions, PublishPlan } from "./release.ts";

export interface PublishingApi {
  /** Takes the list of a package's files; the same list is the same upload. */
  openUpload(tenant: string, bot: string, files: readonly UploadFile[]): Promise<Result<UploadStatus>>;
  upload(id: string): Promise<Result<UploadStatus>>;
  /** Where a file's bytes go, or the piece of it that begins `at` a byte. */
  uploadTarget(id: string, hash: string): Promise<Result<UploadTarget>>;
  pieceTarget(id: string, hash: string, at: number): Promise<Result<{ key: string }>>;
  /** A piece is in storage; the offset of the next. */
  keepPiece(id: string, hash: string, at: number, size: number): Promise<Result<number>>;
  /** A file is in storage whole, or (`isRight` false) its pieces were not those of this file. */
  settleBlob(id: string, hash: string, isRight: boolean): Promise<Result<null>>;
  completeUpload(id: string, options: PublishOptions): Promise<Result<PublishReport>>;
  /** What that would do, or switching to a release that is stored; nothing is changed. */
  planUpload(id: string): Promise<Result<PublishPlan>>;
  planRelease(hash: string): Promise<Result<PublishPlan>>;
  /** What is set beside the package. A null value removes; `by` is who. */
  overrides(): Promise<ConfigEntry[]>;
  config(key: string): Promise<ConfigEntry>;
  setConfig(key: string, value: string | null, by: string): Promise<Result<null>>;
  secrets(): Promise<SecretEntry[]>;
  setSecret(tenant: string, bot: string, name: string, value: string | null, by: string): Promise<Result<null>>;
  /** The secret itself: for other objects, never for an answer. */
  secret(name: string): Promise<Result<string>>;
  settingChanges(limit: number, cursor: string | null): Promise<Page<SettingChange>>;
}

export interface PublishReport {
  release: string;
  /** False when this very release was current already, or is stored as a candidate. */
  changed: boolean;
  /** Stored and not switched to. */
  candidate: boolean;
  added: string[];
  removed: string[];
  modified: string[];
  diagnostics: {
    file: string;
    line: number;
    column: number;
    severity: string;
    code: string;
    message: string;
    hint: string;
  }[];
}
