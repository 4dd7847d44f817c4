/** What publishing, or going back to a release, would do. Nothing is stored, made or switched. */
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { PublishPlan } from "../../contracts/release.ts";
import { type ComparedRelease, compareReleases } from "../../platform/release-difference.ts";
import { boundDiagnostics, type PackageDiagnostic } from "../packages/diagnostics.ts";
import { PackageError } from "../packages/package-file.ts";
import type { Declared } from "../packages/table-directives.ts";
import { build, keptRelease, type PublishParts } from "./publish.ts";
import { currentRelease } from "./releases.ts";
import { type UploadParts, uploadedFiles } from "./uploads.ts";

/** The files are read and compiled as publishing would do it, so every finding is the same. */
export async function planUpload(parts: PublishParts, upload: UploadParts, id: string): Promise<Result<PublishPlan>> {
  const found = await uploadedFiles(upload, id);
  if (!found.ok) return found;
  if ("done" in found.value) return fail("upload.unknown", "This upload is published: send the list of files again.");
  try {
    const { manifest, files, declared, diagnostics } = await build(parts, upload.tenant, upload.bot, found.value.files);
    return await planOf(parts, { ...manifest, files }, declared, diagnostics);
  } catch (error) {
    if (error instanceof PackageError) return fail("release.invalid", error.message);
    throw error;
  }
}

export async function planRelease(
  parts: PublishParts,
  tenant: string,
  bot: string,
  hash: string,
): Promise<Result<PublishPlan>> {
  const found = await keptRelease(parts, tenant, bot, hash);
  if (!found.ok) return found;
  const { release, declared } = found.value;
  return planOf(parts, { ...release.manifest, files: release.files }, declared, []);
}

async function planOf(
  { storage, data }: PublishParts,
  to: ComparedRelease,
  { tables, indexes }: Declared,
  diagnostics: readonly PackageDiagnostic[],
): Promise<Result<PublishPlan>> {
  const plan = await data.plan(tables, indexes);
  if (!plan.ok) return fail("release.invalid", plan.detail);
  const current = currentRelease(storage.sql);
  const from = current && { ...current.manifest, files: current.files };
  return ok({ ...compareReleases(from, to), tables: plan.value, diagnostics: boundDiagnostics(diagnostics) });
}
