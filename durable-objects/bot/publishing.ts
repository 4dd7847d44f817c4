/** Publishing as the bot object offers it: in one piece, file by file, and going back; one at a time, by its caller's leave. */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { PublishReport } from "../../contracts/objects.ts";
import type { UploadFile, UploadStatus } from "../../contracts/package-upload.ts";
import type { PublishOptions } from "../../contracts/release.ts";
import { PackageError } from "../packages/package-file.ts";
import { type PublishParts, publishFiles, storedAlready } from "./publish.ts";
import { writeMeta } from "./schema.ts";
import { finishUpload, openUpload, type UploadParts, uploadedFiles } from "./uploads.ts";

/** A report that is kept with the upload, without findings where they are many: a row has 2 MB. */
const MAX_REPORT = 1_000_000;

export async function beginUpload(parts: UploadParts, files: readonly UploadFile[]): Promise<Result<UploadStatus>> {
  const { sql } = parts.storage;
  try {
    const status = await openUpload(parts, files, storedAlready(sql));
    writeMeta(sql, "tenant", parts.tenant);
    writeMeta(sql, "bot", parts.bot);
    return ok(status);
  } catch (error) {
    if (error instanceof PackageError) return fail("release.invalid", error.message);
    throw error;
  }
}

/** Publishes what was uploaded. A second time, it answers what the first did. */
export async function publishUpload(
  parts: PublishParts,
  upload: UploadParts,
  id: string,
  options: PublishOptions,
): Promise<Result<PublishReport>> {
  const found = await uploadedFiles(upload, id);
  if (!found.ok) return found;
  if ("done" in found.value) return ok(JSON.parse(found.value.done));
  const { files } = found.value;
  const report = await publishFiles(parts, upload.tenant, upload.bot, () => files, options);
  if (!report.ok) return report;
  const json = JSON.stringify(report.value);
  const kept = json.length <= MAX_REPORT ? json : JSON.stringify({ ...report.value, diagnostics: [] });
  parts.storage.transactionSync(() => finishUpload(parts.storage.sql, id, kept));
  return report;
}
