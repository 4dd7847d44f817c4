/**
 * The instructions TRACE and FILTER: what is known of where the parts of a text come from, and a filter text made into a tree
 * by it (reference 3.9, H-36). A text from outside can only ever be a value in the tree.
 */
import { FILTER_USES, WHOLE_VARIABLE } from "../compiler/filter-operands.ts";
import { BasicError, ERR } from "../errors.ts";
import { looksLikeFilter, parseAssignment, parseFilter } from "../filter/parse.ts";
import { listOf } from "../operations/compare.ts";
import { fromPlain } from "../operations/json.ts";
import { toText } from "../operations/text-form.ts";
import { parseSelect } from "../sql/parse.ts";
import { BasicDate, Duration, newObject, plainId, RecordId, type Value } from "../values.ts";
import type { State } from "./state.ts";

/** Pairs that an origin may hold; a text put together from more is from outside as a whole. */
const MAX_PAIRS = 5_000;

/** The origin of a text: itself, then pairs [from, to) of what came from outside. NULL where all of it did. */
export function traced(state: State, first: number, count: number): Value {
  const { registers } = state;
  const whole = registers[first];
  if (typeof whole !== "string") return null;
  const parts = (count - 1) >> 1;
  const origin: Value[] = [whole];
  let at = 0;
  for (let i = 1; i <= parts; i++) {
    const part = toText(registers[first + i] ?? null, state);
    addPart(origin, registers[first + parts + i] ?? null, part, at);
    at += part.length;
  }
  state.charge(origin.length / 8);
  if (at !== whole.length || origin.length > 2 * MAX_PAIRS) return null;
  state.allocate(16 * origin.length);
  return origin;
}

function addPart(origin: Value[], from: Value, part: string, at: number): void {
  if (part === "" || from === 0) return;
  if (!Array.isArray(from) || from[0] !== part) {
    addPair(origin, at, at + part.length);
    return;
  }
  for (let i = 1; i + 1 < from.length; i += 2) addPair(origin, at + Number(from[i]), at + Number(from[i + 1]));
}

/** Neighbours become one pair. */
function addPair(origin: Value[], from: number, to: number): void {
  if (origin.length > 1 && origin.at(-1) === from) origin[origin.length - 1] = to;
  else origin.push(from, to);
}

/** Pairs of what came from outside. */
function foreignParts(text: string, origin: Value): number[] {
  if (origin === 0) return [];
  if (!Array.isArray(origin) || origin[0] !== text) return [0, text.length];
  return origin.slice(1).map(Number);
}

/**
 * The tree of a filter text; of an operand that may also be an id, `{id}`; of a `column=value`, `{column, value}`. Error 93
 * where the text is no filter, or where a value from outside would be more than a value in it.
 */
export function filterValue(state: State, value: Value, origin: Value, flags: number): Value {
  const use = FILTER_USES[flags & 7] ?? "write";
  const isWhole = (flags & WHOLE_VARIABLE) !== 0;
  if (use === "id" && isId(value)) return newObject([["id", plainId(value)]]);
  if (value !== null && typeof value === "object" && !isScalar(value)) {
    const what = listOf(value) ? "a list" : "an object";
    throw new BasicError(ERR.badFilter, `A filter is a text such as "status = open", not ${what}.`);
  }
  const text = toText(value, state);
  state.charge(1 + text.length / 8);
  const foreign = foreignParts(text, origin);
  const isForeign = text !== "" && foreign[0] === 0 && foreign[1] === text.length;
  if (use === "id" && text.trim() !== "" && !looksLikeFilter(text)) return newObject([["id", text]]);
  if (text.trim() === "") {
    if (use === "read") return fromPlain(parseFilter(""), state);
    if (use === "sql") throw new BasicError(ERR.badFilter, "QUERY needs a SELECT.");
    throw new BasicError(
      ERR.badFilter,
      "The filter is empty: this would change every row. Write WHERE id IS NOT NULL if all are meant.",
    );
  }
  if (use === "sql" && (!isForeign || isWhole)) {
    parseSelect(text, isForeign ? [] : foreign);
    return text;
  }
  if (isForeign && isWhole && use === "read") return fromPlain(parseFilter(text), state);
  if (isForeign) {
    throw new BasicError(
      ERR.badFilter,
      "The whole filter comes from outside the script, so it could mean any rows. Write WHERE column = variable.",
    );
  }
  return fromPlain(use === "set" ? parseAssignment(text, foreign) : parseFilter(text, foreign), state);
}

const isScalar = (value: Value): boolean =>
  value instanceof BasicDate || value instanceof Duration || value instanceof RecordId;

const isId = (value: Value): boolean => typeof value === "number" || value instanceof RecordId;
