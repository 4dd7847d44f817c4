/**
 * The corpus of the language: programs that say in comments what they must say (`harness.ts`), in a folder for each
 * feature. A file whose name begins with an underscore is a script that others CALL.
 */
import { type Program, scriptId } from "../../basic/index.ts";
import { compileSource, errorsOf, expectationOf, type Manner, runProgram } from "./harness.ts";

export interface CorpusProgram {
  /** `loops/for-each.bas` */
  path: string;
  feature: string;
  file: string;
  source: string;
  siblings: ReadonlyMap<string, Program>;
}

export const STRAIGHT: Manner = { slice: Number.POSITIVE_INFINITY, throughBytes: false };
export const EVERY_SUSPENSION: Manner = { slice: Number.POSITIVE_INFINITY, throughBytes: true };
export const MANNERS: readonly Manner[] = [
  STRAIGHT,
  EVERY_SUSPENSION,
  { ...EVERY_SUSPENSION, plainNumbers: false },
  { slice: 1, throughBytes: true },
  { slice: 7, throughBytes: true },
  { slice: 50, throughBytes: true },
];

/** The programs among the sources, which are keyed by `feature/file.bas`. */
export function programsOf(sources: ReadonlyMap<string, string>): CorpusProgram[] {
  const siblings = new Map<string, Map<string, Program>>();
  const programs: CorpusProgram[] = [];
  for (const [path, source] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [feature = "", file = ""] = path.split("/");
    const own = siblings.get(feature) ?? new Map<string, Program>();
    siblings.set(feature, own);
    if (file.startsWith("_")) own.set(scriptId(file.slice(1)), compileSource(source, file));
    else programs.push({ path, feature, file, source, siblings: own });
  }
  return programs;
}

/** What a run shows that the program's comments do not say; null when all is as it must be. */
export function problemOf({ source, file, siblings }: CorpusProgram, manner: Manner): string | null {
  const expected = expectationOf(source);
  if (expected.refused.length > 0) {
    const errors = errorsOf(source, file).map((d) => `${d.code} line ${d.line}`);
    return difference("refusals", expected.refused, errors);
  }
  const promises = expected.lines.length + expected.print.length + (expected.error ? 1 : 0);
  if (promises === 0 && expected.result === null) return "the program promises nothing";
  const observed = runProgram(source, file, siblings, manner);
  if (observed.error && !expected.error)
    return `line ${observed.error.line}: error ${observed.error.number}: ${observed.error.message}`;
  const warnings = expected.warnings.map(({ number, line }, i) => ({
    number,
    line: line ?? observed.warnings[i]?.line ?? 0,
  }));
  return (
    difference("messages", expected.lines, observed.lines) ??
    difference("printed lines", expected.print, observed.print) ??
    (warnings.length > 0 ? difference("warnings", warnings, observed.warnings) : null) ??
    (expected.error ? errorDifference(expected.error, observed.error) : null) ??
    (expected.result !== null ? difference("result", expected.result, observed.result) : null)
  );
}

function errorDifference(
  expected: { number: number; line: number | null },
  observed: { number: number; line: number } | null,
): string | null {
  if (!observed) return `error ${expected.number} did not come`;
  const line = expected.line ?? observed.line;
  return difference("error", { number: expected.number, line }, { number: observed.number, line: observed.line });
}

function difference(what: string, expected: unknown, observed: unknown): string | null {
  const [wanted, got] = [JSON.stringify(expected, null, 1), JSON.stringify(observed, null, 1)];
  return wanted === got ? null : `${what}: expected ${wanted}, got ${got}`;
}

/** For messages. */
export function mannerName({ slice, throughBytes, plainNumbers = true }: Manner): string {
  return `slice ${slice}${throughBytes ? ", through bytes" : ""}${plainNumbers ? "" : ", without plain numbers"}`;
}
