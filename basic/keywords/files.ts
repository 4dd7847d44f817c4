/** COMPRESS: which of its two operands is the archive (reference 3.11). */
import type { Value } from "../values.ts";

export interface Archive {
  archive: string;
  /** A list of files, or a pattern. */
  files: Value;
}

/** A sentence where neither operand names an archive. */
export function readArchive(first: Value, second: Value): Archive | string {
  // Where both do, the later one is the archive: a list of archives is packed into another.
  if (isArchive(second)) return { archive: second, files: first };
  if (isArchive(first)) return { archive: first, files: second };
  return "COMPRESS needs an archive whose name ends in .zip";
}

function isArchive(value: Value): value is string {
  return typeof value === "string" && /\.zip\s*$/i.test(value);
}
