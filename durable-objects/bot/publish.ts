/** Publishing a package: build, store, switch. Each step can fail without having changed what conversations see. */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { PublishReport } from "../../contracts/objects.ts";
import { releaseKey } from "../../contracts/release.ts";
import { buildRelease } from "../packages/build-release.ts";
import { boundDiagnostics } from "../packages/diagnostics.ts";
import { PackageError } from "../packages/zip.ts";
import { planIndexing } from "./index-jobs.ts";
import { currentRelease, difference, findRelease, switchRelease } from "./releases.ts";
import { writeMeta } from "./schema.ts";

export interface PublishParts {
  storage: DurableObjectStorage;
  files: R2Bucket;
  /** ms since the epoch. */
  now: number;
}

/**
 * The same content again switches nothing and says so; documents that could not be read get another chance.
 * Publishing what an earlier release held goes back to that very release.
 */
export async function publishPackage(
  parts: PublishParts,
  tenant: string,
  bot: string,
  zip: ArrayBuffer,
): Promise<Result<PublishReport>> {
  try {
    const { storage, files, now } = parts;
    const built = await buildRelease(zip, { tenant, bot, files, now });
    await built.store();
    const known = findRelease(storage.sql, built.manifest.hash);
    const manifest = known?.manifest ?? built.manifest;
    if (known === null) await files.put(releaseKey(tenant, bot, manifest.hash), JSON.stringify(manifest));
    const before = currentRelease(storage.sql);
    const changed = before?.manifest.hash !== manifest.hash;
    storage.transactionSync(() => {
      writeMeta(storage.sql, "tenant", tenant);
      writeMeta(storage.sql, "bot", bot);
      if (changed) switchRelease(storage.sql, { manifest, files: built.files, publishedAt: now });
      planIndexing(storage.sql, manifest, now);
    });
    return ok({
      release: manifest.hash,
      changed,
      ...difference(before?.files ?? [], built.files),
      diagnostics: boundDiagnostics(built.diagnostics),
    });
  } catch (error) {
    if (error instanceof PackageError) return fail("release.invalid", error.message);
    throw error;
  }
}
