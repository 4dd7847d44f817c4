/**
 * The spelling of a keyword's forms, written as people write them in documentation:
 *
 *   key ,|AS value                 two operands, a comma or AS between them
 *   TO to SUBJECT subject          led and divided by words only
 *   message [, tone] [WITH style]  what may be left out
 *   session ,|TO|~ agent           ~ lets two operands stand side by side
 *   text WITH_TEMPLATE template    _ joins the two words of a pair
 *   key ,|= value                  the first operand ends before the =
 *   values:rest                    all that remain; `~` before it lets them stand side by side
 *   fields:fields                  name = value, name = value: one object
 *   body:block                     raw text up to END x
 *   count ~ unit:DAYS|HOURS        one of these bare words
 *   prompt WITH options:expr/KB|TOOLS   an expression or one of these words
 *   pattern:primary                reaches no further than a primary
 */
import type { KeywordForm, OperandKind, OperandSpec } from "./entry.ts";

const SEPARATOR = "(?:,|=|~|[A-Z][A-Z0-9_]*)";
const TOKEN = new RegExp(
  `\\s*(?:(\\[)|(\\])|(${SEPARATOR}(?:\\|${SEPARATOR})*)(?=[\\s,\\]]|$)|([a-z]\\w*)(?::([a-z]+))?(?:[:/]([A-Z0-9|]+))?)`,
  "y",
);
const KINDS: ReadonlySet<string> = new Set<OperandKind>([
  "expr",
  "rest",
  "where",
  "block",
  "word",
  "fields",
  "set",
  "name",
  "order",
]);

/** The forms of a keyword, tried in this order. Throws on a notation that cannot be read: a mistake in the catalogue. */
export function forms(...notations: string[]): KeywordForm[] {
  return notations.map((notation) => ({ operands: read(notation) }));
}

function read(notation: string): OperandSpec[] {
  const operands: OperandSpec[] = [];
  let separators: string[] = [];
  let optional = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < notation.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(notation);
    if (!match) throw new Error(`The form "${notation}" cannot be read from "${notation.slice(at)}".`);
    const [, open, close, separator, name, kind, words] = match;
    if (open) optional = true;
    else if (close) optional = false;
    else if (separator) separators.push(...separator.split("|"));
    else if (name) {
      operands.push(operand(notation, name, kind, words, separators, operands.length === 0, optional));
      separators = [];
    }
  }
  return operands;
}

function operand(
  notation: string,
  name: string,
  written: string | undefined,
  words: string | undefined,
  separators: readonly string[],
  first: boolean,
  optional: boolean,
): OperandSpec {
  const primary = written === "primary";
  const kind = primary ? "expr" : (written ?? (words ? "word" : "expr"));
  if (!KINDS.has(kind)) throw new Error(`The form "${notation}" has an operand of the unknown kind ${kind}.`);
  const after = separators.filter((word) => word !== "," && word !== "~").map((word) => word.replaceAll("_", " "));
  const spec: OperandSpec = { name, kind: kind as OperandKind };
  if (after.length > 0) spec.after = after;
  if (first ? after.length > 0 && !separators.includes(",") : !separators.includes(",")) spec.softOnly = true;
  if (separators.includes("~")) spec.beside = true;
  if (optional) spec.optional = true;
  if (primary) spec.primary = true;
  if (words) spec.words = words.split("|");
  // A block text stands below the head, behind no separator.
  if (kind === "block" || kind === "where") delete spec.softOnly;
  return spec;
}
