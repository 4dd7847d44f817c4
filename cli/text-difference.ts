/** How two versions of a text file differ, line by line. */
import { structuredPatch } from "diff";
import { shownLine } from "./shown-text.ts";

/** Bytes of a file whose lines are compared. */
export const MAX_COMPARED = 1024 * 1024;
/** What comparing two files may take: texts that have little in common cost the square of their lines. */
const MAX_EDITS = 4_000;
const TIMEOUT_MS = 5_000;
const CONTEXT = 3;

/** UTF-8 text; null for anything else. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.length > MAX_COMPARED || bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Hunks of a unified diff; one line that says so where the lines are not compared. */
export function differingLines(before: Uint8Array, after: Uint8Array): string[] {
  const [old, now] = [textOf(before), textOf(after)];
  if (old === null || now === null) return ["  (not a text of less than 1 MB)"];
  const patch = structuredPatch("", "", old, now, "", "", {
    context: CONTEXT,
    maxEditLength: MAX_EDITS,
    timeout: TIMEOUT_MS,
  });
  if (patch === undefined) return ["  (too many lines differ to show them)"];
  return patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines.map(shownLine),
  ]);
}
