/** COUNT, SUM, AVG, MIN, MAX and GROUP_CONCAT, value by value, so that nobody has to hold all of them. */
import { BasicError, ERR } from "../errors.ts";
import type { FilterContext } from "../filter/apply.ts";
import { add, divide } from "../operations/arithmetic.ts";
import { compare } from "../operations/compare.ts";
import { toText } from "../operations/text-form.ts";
import type { Value } from "../values.ts";

export interface Accumulator {
  /** NULL does not count. */
  add(value: Value): void;
  /** Without any value COUNT and SUM are 0, the others NULL. */
  value(): Value;
}

/** Different values that DISTINCT and GROUP_CONCAT hold. */
const MAX_HELD = 1_000_000;

export function accumulator(name: string, distinct: boolean, context: FilterContext): Accumulator {
  const total = plainAccumulator(name, context);
  if (!distinct) return total;
  const seen = new Set<string>();
  return {
    add(value) {
      if (value === null) return;
      const key = `${typeof value}:${toText(value, context)}`;
      if (seen.has(key)) return;
      seen.add(key);
      checkHeld(seen.size);
      total.add(value);
    },
    value: total.value,
  };
}

function plainAccumulator(name: string, context: FilterContext): Accumulator {
  let count = 0;
  let held: Value = null;
  const texts: string[] = [];
  return {
    add(value) {
      if (value === null) return;
      context.charge(1);
      count += 1;
      switch (name) {
        case "SUM":
        case "TOTAL":
        case "AVG":
          held = add(held ?? 0, numeric(value), context);
          return;
        case "MIN":
        case "MAX": {
          const order = held === null ? 0 : (compare(value, held, context) ?? 0);
          if (held === null || (name === "MIN" ? order < 0 : order > 0)) held = value;
          return;
        }
        case "GROUP_CONCAT":
          texts.push(toText(value, context));
          checkHeld(texts.length);
      }
    },
    value() {
      switch (name) {
        case "COUNT":
          return count;
        case "SUM":
        case "TOTAL":
          return held ?? 0;
        case "AVG":
          return held === null ? null : divide(held, count, context);
        case "GROUP_CONCAT":
          return count === 0 ? null : texts.join(",");
        default:
          return held;
      }
    },
  };
}

function checkHeld(count: number): void {
  if (count > MAX_HELD) throw new BasicError(ERR.memory, `More than ${MAX_HELD} values are to be held at once.`);
}

/** COUNT, SUM, AVG, MIN, MAX and GROUP_CONCAT of values that are not NULL. */
export function aggregated(name: string, values: readonly Value[], context: FilterContext): Value {
  const total = accumulator(name, false, context);
  for (const value of values) total.add(value);
  return total.value();
}

/** A text that is a number counts as one; any other counts 0. */
const numeric = (value: Value): Value => {
  if (typeof value !== "string") return value;
  const number = Number(value.trim() === "" ? Number.NaN : value);
  return Number.isFinite(number) ? number : 0;
};
