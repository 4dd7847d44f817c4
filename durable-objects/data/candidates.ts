/**
 * Which rows a filter could accept, by the cheapest index: ranges of entries for each condition, of which every accepted
 * row is in one (index-entries.ts). The language's rules of comparison (reference 2.5) decide what a range must hold: a
 * number also meets numeric text and booleans, a text that is no number orders against numbers as text.
 */

import type { Comparison, Condition, FilterTree, Operand } from "../../basic/filter/tree.ts";
import { compareText } from "../../basic/operations/code-points.ts";
import { wholeNumber } from "../../basic/operations/numbers.ts";
import {
  NOTHING,
  NUMBERS,
  numberRange,
  numericTextRange,
  ODD_TEXTS,
  prefixRange,
  type Range,
  TEXTS,
  textEntry,
} from "./index-entries.ts";
import type { TableIndex } from "./indexes.ts";
import { isStorable, run, type Steps } from "./sql.ts";
import { foldName, isFileTable, type Table } from "./tables.ts";

/** More candidates than this are not worth fetching one by one. */
const MAX_CANDIDATES = 20_000;
/** Ranges of one condition; a longer IN reads the table. */
const MAX_RANGES = 500;
const TOLERANCE = 1e-12;

interface Plan {
  index: TableIndex;
  ranges: Range[];
}

/** Places of the candidates in their order; null where the whole table is to be read. */
export function* candidates(table: Table, tree: FilterTree | null): Steps<number[] | null> {
  if (tree === null || tree.where === null) return null;
  const byId = yield* rowOfId(table, tree.where);
  if (byId !== null) return byId;
  const plans = plansOf(tree.where, table);
  let best: { plan: Plan; cost: number } | null = null;
  for (const plan of plans) {
    const most: number = best === null ? MAX_CANDIDATES : best.cost;
    const cost: number = yield* costOf(plan, most);
    if (cost <= most && (best === null || cost < best.cost)) best = { plan, cost };
    if (cost < 50) break;
  }
  return best === null ? null : yield* seqsOf(best.plan);
}

/** An equality with a text that no number equals is answered by the rows' own keys. */
function* rowOfId(table: Table, where: Condition): Steps<number[] | null> {
  const items = where.kind === "and" ? where.items : [where];
  for (const item of items) {
    if (item.kind !== "compare" || item.op !== "=" || isFileTable(table.name)) continue;
    const { left, right } = item;
    if (left.kind !== "column" || right.kind !== "literal" || typeof right.value !== "string") continue;
    const isPlain = right.value !== "" && isStorable(right.value);
    if (foldName(left.name) !== "id" || positionOf(left, table) === null || !isPlain) continue;
    if (wholeNumber(right.value) !== undefined || /^\s*(?:true|false|yes|no)\s*$/i.test(right.value)) continue;
    const rows = yield* run<{ seq: number }>(
      "SELECT seq FROM rows WHERE table_id = ? AND id_key = ?",
      table.id,
      right.value,
    );
    return rows.map(({ seq }) => seq);
  }
  return null;
}

/** One plan for each index that some condition can use; of conditions joined by AND any one will do. */
function plansOf(where: Condition, table: Table): Plan[] {
  switch (where.kind) {
    case "and":
      return where.items.flatMap((item) => plansOf(item, table));
    case "or": {
      const [first, ...others] = where.items.map((item) => plansOf(item, table)[0]);
      if (!first || others.some((plan) => plan?.index !== first.index)) return [];
      const ranges = [first, ...others].flatMap((plan) => plan?.ranges ?? []);
      return ranges.length > MAX_RANGES ? [] : [{ index: first.index, ranges }];
    }
    case "compare":
      return compared(where.op, where.left, where.right, table);
    case "in":
      return planFor(where.left, table, (folded) =>
        union(where.values.map((value) => literalRanges("=", value, folded))),
      );
    case "between":
      return planFor(where.left, table, (folded) => {
        const low = literalRanges(">=", where.low, folded);
        const high = literalRanges("<=", where.high, folded);
        return low && high ? low.flatMap((one) => high.flatMap((other) => common(one, other))) : null;
      });
    case "null":
      return planFor(where.left, table, () => [NOTHING]);
    case "starts with":
    case "like":
      return planFor(where.left, table, (folded) => beginning(where.kind === "like", where.right, folded));
    default:
      return [];
  }
}

const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  "=": "=",
  "<>": "<>",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function compared(op: Comparison, left: Operand, right: Operand, table: Table): Plan[] {
  if (left.kind === "literal" && right.kind === "column") return compared(MIRRORED[op], right, left, table);
  return op === "<>" ? [] : planFor(left, table, (folded) => literalRanges(op, right, folded));
}

function planFor(operand: Operand, table: Table, ranges: (folded: boolean) => Range[] | null): Plan[] {
  const position = positionOf(operand, table);
  if (position === null) return [];
  const index = table.indexes.find(
    ({ positions, whole }) => whole && positions.length === 1 && positions[0] === position,
  );
  const found = index ? ranges(isFileTable(table.name)) : null;
  return index && found && found.length <= MAX_RANGES ? [{ index, ranges: found }] : [];
}

/** Only a plain column: `a.b` may also be a path into an object, which the filter resolves. */
export function positionOf(operand: Operand, table: Table): number | null {
  if (operand.kind !== "column" || operand.name.includes(".")) return null;
  const folded = foldName(operand.name);
  const known = table.columns.find((item) => item.folded === folded);
  // The filter finds a field by its spelling or ignoring case, and no further than that.
  return known !== undefined && known.name.toLowerCase() === operand.name.toLowerCase() ? known.position : null;
}

/** The ranges that hold every value which stands in this relation to the literal; null: nothing can be said. */
function literalRanges(op: Comparison, operand: Operand, folded: boolean): Range[] | null {
  if (operand.kind !== "literal") return null;
  const { value } = operand;
  if (typeof value === "number") return Number.isFinite(value) ? besideNumber(op, value) : null;
  if (typeof value !== "string" || value === "" || !isStorable(value)) return null;
  return besideText(op, value, folded);
}

function besideNumber(op: Comparison, literal: number): Range[] {
  const slack = Math.abs(literal) * TOLERANCE;
  const [low, high] = [literal - slack, literal + slack];
  switch (op) {
    case "=":
      return [numberRange(low, high), numericTextRange(low, high)];
    case "<":
    case "<=":
      return [{ from: NUMBERS.from, to: numberRange(high, high).to }, TEXTS, ODD_TEXTS];
    default:
      return [{ from: numberRange(low, low).from, to: NUMBERS.to }, TEXTS, ODD_TEXTS];
  }
}

function besideText(op: Comparison, literal: string, folded: boolean): Range[] {
  const entry = textEntry(literal, folded);
  const number = wholeNumber(literal);
  if (op === "=") {
    const found = [{ from: entry, to: entry }, ODD_TEXTS];
    if (number !== undefined) found.push(...besideNumber("=", number).slice(0, 1));
    // TRUE and FALSE are kept as numbers, and equal these words.
    if (/^\s*(?:true|yes|1|false|no|0)\s*$/i.test(literal)) found.push(numberRange(0, 1));
    return found;
  }
  if (folded) return [NUMBERS, TEXTS, ODD_TEXTS];
  const text = op.startsWith("<") ? { from: TEXTS.from, to: entry } : { from: entry, to: TEXTS.to };
  return [NUMBERS, text, ODD_TEXTS];
}

/** LIKE ignores case, STARTS WITH does not. Texts are kept as they are, so LIKE looks for each way to write the beginning. */
function beginning(isLike: boolean, right: Operand, folded: boolean): Range[] | null {
  if (right.kind !== "literal" || typeof right.value !== "string") return null;
  // A pattern without a wildcard is looked for inside the text.
  if (isLike && !/[*%?_]/.test(right.value)) return null;
  const start = isLike ? (/^[^*%?_]*/.exec(right.value)?.[0] ?? "") : right.value;
  if (start === "" || !isStorable(start)) return null;
  // What is no text meets the pattern by its text form.
  if (folded) return [prefixRange(start, true), NUMBERS, ODD_TEXTS];
  if (!isLike) return [prefixRange(start, false), NUMBERS, ODD_TEXTS];
  const spellings = spellingsOf(start);
  return spellings.length === 0 ? null : [...spellings.map((text) => prefixRange(text, false)), NUMBERS, ODD_TEXTS];
}

/** Characters that become this ASCII letter, or begin with it, in small letters: beside the capital there are two odd ones. */
const OTHER_CAPITALS: Readonly<Record<string, string>> = { k: "\u212a", i: "\u0130" };
/** Letters of which all spellings are tried. */
const SPELLED = 4;

function spellingsOf(start: string): string[] {
  let spellings = [""];
  for (const mark of start.slice(0, SPELLED).toLowerCase()) {
    if (mark > "\u007f") break;
    const other = OTHER_CAPITALS[mark];
    const ways = [...new Set([mark, mark.toUpperCase(), ...(other === undefined ? [] : [other])])];
    spellings = spellings.flatMap((text) => ways.map((way) => text + way));
  }
  return spellings.filter((text) => text !== "");
}

function union(items: (Range[] | null)[]): Range[] | null {
  const said = items.filter((item) => item !== null);
  return said.length < items.length ? null : distinct(said.flat());
}

const distinct = (ranges: readonly Range[]): Range[] => [
  ...new Map(ranges.map((range) => [`${range.from}\u0000${range.to}`, range])).values(),
];

/** What two ranges share: entries compare by code point, as databases compare the bytes of UTF-8. */
function common(a: Range, b: Range): Range[] {
  const from = compareText(a.from, b.from) >= 0 ? a.from : b.from;
  const to = compareText(a.to, b.to) <= 0 ? a.to : b.to;
  return compareText(from, to) <= 0 ? [{ from, to }] : [];
}

function* costOf({ index, ranges }: Plan, most: number): Steps<number> {
  let cost = 0;
  for (const { from, to } of distinct(ranges)) {
    const [counted] = yield* run<{ count: number }>(
      `SELECT count(*) AS count FROM (
         SELECT 1 FROM index_entries WHERE index_id = ? AND entry >= ? AND entry <= ? LIMIT ?) AS found`,
      index.id,
      from,
      to,
      most - cost + 1,
    );
    cost += counted?.count ?? 0;
    if (cost > most) return cost;
  }
  return cost;
}

function* seqsOf({ index, ranges }: Plan): Steps<number[]> {
  const seqs = new Set<number>();
  for (const { from, to } of distinct(ranges)) {
    const rows = yield* run<{ seq: number }>(
      "SELECT seq FROM index_entries WHERE index_id = ? AND entry >= ? AND entry <= ?",
      index.id,
      from,
      to,
    );
    for (const { seq } of rows) seqs.add(seq);
  }
  return [...seqs].sort((a, b) => a - b);
}
