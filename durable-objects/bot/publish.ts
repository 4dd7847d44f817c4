/** Publishing a package: build, store, switch. Each step can fail without having changed what conversations see. */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { PublishReport } from "../../contracts/objects.ts";
import { releaseKey } from "../../contracts/release.ts";
import { buildRelease } from "../packages/build-release.ts";
import { boundDiagnostics, type PackageDiagnostic } from "../packages/diagnostics.ts";
import type { Declared } from "../packages/table-directives.ts";
import { PackageError } from "../packages/zip.ts";
import { planIndexing } from "./index-jobs.ts";
import { currentRelease, difference, findRelease, switchRelease } from "./releases.ts";
import { readMeta, writeMeta } from "./schema.ts";

export interface PublishParts {
  storage: DurableObjectStorage;
  files: R2Bucket;
  /** ms since the epoch. */
  now: number;
  /** Makes the tables that a release declares; answers with what its author should know. */
  declare(release: string, declared: Declared): Promise<Result<{ warnings: string[] }>>;
}

/** Set while a release with TABLE blocks is current: the next one may have fewer of them. */
const DECLARES = "declares";

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
    const declared = await declareTables(parts, manifest.hash, built.declared);
    if (!declared.ok) return declared;
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
      diagnostics: boundDiagnostics([...built.diagnostics, ...declared.value]),
    });
  } catch (error) {
    if (error instanceof PackageError) return fail("release.invalid", error.message);
    throw error;
  }
}

/** Before the switch, so that no conversation meets a script whose tables are not there yet. Nothing is ever dropped. */
async function declareTables(
  { storage, declare }: PublishParts,
  release: string,
  declared: Declared,
): Promise<Result<PackageDiagnostic[]>> {
  const declares = declared.tables.length + declared.indexes.length > 0;
  if (!declares && readMeta(storage.sql, DECLARES) === null) return ok([]);
  writeMeta(storage.sql, DECLARES, release);
  const result = await declare(release, declared);
  if (!result.ok) return fail("release.invalid", result.detail);
  return ok(
    result.value.warnings.map((message) => ({
      file: "",
      line: 1,
      column: 1,
      severity: "warning" as const,
      code: "PKG105",
      message,
      hint: "",
    })),
  );
}
