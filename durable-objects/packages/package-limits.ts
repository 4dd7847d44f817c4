/** What a package may have, by its configuration (`package-max-size` and the like) and by what an object can keep. */
import type { PackageConfig } from "../../contracts/package-config.ts";
import type { ReleaseFile, ReleaseManifest } from "../../contracts/release.ts";
import { type PackageDiagnostic, warning } from "./diagnostics.ts";
import type { Layout, PlacedFile } from "./layout.ts";
import { inMegabytes, PackageError, type PackageFile } from "./package-file.ts";
import type { Declared } from "./table-directives.ts";

/** A script may CALL any other by a name that it computes, so a conversation holds them all: the isolate's cache must fit them. */
const MAX_SCRIPTS = 300;
/** All scripts together: they are compiled beside each other. */
const MAX_SOURCE = 16 * 1024 * 1024;
/** Characters of JSON; a row has 2 MB. */
export const MAX_MANIFEST = 1_500_000;

/** Before a byte is read. */
export function checkFiles(source: readonly PackageFile[], layout: Layout, limits: PackageConfig): void {
  const total = source.reduce((sum, { size }) => sum + size, 0);
  if (total > limits["package-max-size"]) {
    throw new PackageError(
      `The package has ${inMegabytes(total)} of files; package-max-size allows ${inMegabytes(limits["package-max-size"])}.`,
    );
  }
  checkScripts(layout.scripts.length, 0);
  for (const { path, file } of layout.scripts) {
    if (file.size > limits["script-max-size"]) {
      throw new PackageError(
        `The script ${path} is longer than script-max-size allows (${limits["script-max-size"] / 1024} KB).`,
      );
    }
  }
  const lines = layout.scripts.reduce((sum, { file }) => sum + file.size, 0);
  if (lines > MAX_SOURCE) {
    throw new PackageError(`The scripts have ${inMegabytes(lines)} together; ${inMegabytes(MAX_SOURCE)} is the most.`);
  }
}

/** `pinned`: those of the packages that it depends on. */
export function checkScripts(own: number, pinned: number): void {
  if (own + pinned <= MAX_SCRIPTS) return;
  const more = pinned === 0 ? "" : ` with those of the packages that it depends on`;
  throw new PackageError(`The package has ${own + pinned} scripts${more}; ${MAX_SCRIPTS} is the most.`);
}

/** A document that is too large is left out; the bot goes without it. */
export function isReadable(item: PlacedFile, limits: PackageConfig, diagnostics: PackageDiagnostic[]): boolean {
  const key = DOCUMENT_LIMITS[item.path.split(".").at(-1)?.toLowerCase() ?? ""];
  const limit = (key !== undefined && limits[key]) || limits["kb-doc-max-size"];
  if (item.file.size <= limit) return true;
  const name = key !== undefined && limits[key] ? key : "kb-doc-max-size";
  diagnostics.push(
    warning(item.path, "PKG106", `${item.path} is left out: it is larger than ${name} allows (${inMegabytes(limit)}).`),
  );
  return false;
}

const DOCUMENT_LIMITS: Readonly<Record<string, DocumentLimit>> = {
  ...ofKind("kb-pdf-max-size", "pdf"),
  ...ofKind("kb-word-max-size", "doc", "docx", "odt", "rtf"),
  ...ofKind("kb-excel-max-size", "xls", "xlsx", "ods", "csv"),
  ...ofKind("kb-image-max-size", "png", "jpg", "jpeg", "gif", "webp", "tif", "tiff"),
  ...ofKind("kb-text-max-size", "txt", "md", "markdown", "html", "htm", "json", "xml"),
};
type DocumentLimit = `kb-${"pdf" | "word" | "excel" | "image" | "text"}-max-size`;
function ofKind(key: DocumentLimit, ...endings: string[]): Record<string, DocumentLimit> {
  return Object.fromEntries(endings.map((ending) => [ending, key]));
}

/** What the bot object keeps in rows of its own has to fit them. */
export function checkSizes(
  manifest: ReleaseManifest,
  files: readonly ReleaseFile[],
  declared: Declared,
  limits: PackageConfig,
): void {
  const collections = new Set(manifest.knowledge.map(({ collection }) => collection)).size;
  const most = limits["kb-max-collections"];
  if (collections > most) {
    throw new PackageError(`The package has ${collections} knowledge collections; kb-max-collections allows ${most}.`);
  }
  if (JSON.stringify(manifest).length > MAX_MANIFEST || JSON.stringify(files).length > MAX_MANIFEST) {
    throw new PackageError("The package's list of files and configuration is too long: use fewer files.");
  }
  if (JSON.stringify(declared).length > MAX_MANIFEST) {
    throw new PackageError("The package's TABLE blocks are too long together: declare fewer tables.");
  }
}
