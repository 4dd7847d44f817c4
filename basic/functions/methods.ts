/**
 * The methods that scripts call in JavaScript's manner, `s.trim()`, `a.push(x)` (reference H-41): a fixed list. They take
 * the receiver as their first argument. Positions are 0-based, as JavaScript has them; REPLACE replaces all.
 */
import { textIndexOf, textSlice } from "../operations/code-points.ts";
import { listOf } from "../operations/compare.ts";
import { checkListLength, SLOT_BYTES } from "../operations/context.ts";
import { contains } from "../operations/membership.ts";
import { toText } from "../operations/text-form.ts";
import type { Value } from "../values.ts";
import { argument, define, integerArgument, textArgument, wrongArgument } from "./arguments.ts";
import type { BasicFunction } from "./function.ts";
import { sizeOf } from "./lists.ts";

/** Takes elements out of the list, puts others in their place, and returns what was taken. */
const splice: BasicFunction["call"] = (args, context) => {
  const list = argument(args, 0);
  if (!Array.isArray(list)) throw wrongArgument("splice", "a list", list);
  const start = integerArgument(args, 1, context);
  const count = args.length > 2 ? Math.max(0, integerArgument(args, 2, context)) : list.length;
  const added = args.slice(3);
  checkListLength(list.length + added.length);
  context.charge(1 + list.length / 8);
  context.allocate(SLOT_BYTES * added.length);
  return list.splice(start, count, ...added);
};

const sort = (functions: ReadonlyMap<string, BasicFunction>): BasicFunction["call"] => {
  return (args, context) => inPlace(args, functions.get("SORT")?.call(args, context) ?? null);
};

/** A changed copy, written back into the list that the method was called on. */
function inPlace(args: readonly Value[], result: Value): Value {
  const list = argument(args, 0);
  const changed = listOf(result);
  if (!Array.isArray(list) || !changed) return result;
  for (const [i, element] of changed.entries()) list[i] = element;
  return list;
}

/** The methods by lower-case name; `functions` are the built-in functions, which most of them are. */
export function methodsFrom(functions: ReadonlyMap<string, BasicFunction>): ReadonlyMap<string, BasicFunction> {
  const same = (method: string, name: string): BasicFunction[] => {
    const found = functions.get(name);
    return found ? [{ ...found, name: method }] : [];
  };
  const size = (method: string): BasicFunction =>
    define(`${method}(receiver)`, "Number of elements, keys or characters.", (args, context) =>
      sizeOf(argument(args, 0), context),
    );
  const list: BasicFunction[] = [
    size("length"),
    size("size"),
    define("push(list, value, ...)", "Adds to the end and returns the new length.", (args, context) => {
      functions.get("PUSH")?.call(args, context);
      return sizeOf(argument(args, 0), context);
    }),
    define("unshift(list, value, ...)", "Adds to the start and returns the new length.", (args, context) => {
      functions.get("UNSHIFT")?.call(args, context);
      return sizeOf(argument(args, 0), context);
    }),
    ...same("pop", "POP"),
    ...same("shift", "SHIFT"),
    ...same("slice", "SLICE"),
    define("splice(list, start[, count, ...])", "Takes elements out, puts others in, returns those taken.", splice),
    ...same("join", "JOIN"),
    define("reverse(value)", "Turns a list around; a text backwards.", (args, context) =>
      inPlace(args, functions.get("REVERSE")?.call(args, context) ?? null),
    ),
    define("sort(list[, column][, order])", "Sorts the list itself.", sort(functions)),
    define("includes(value, part)", "A list has the element, a text the part.", (args, context) =>
      contains(argument(args, 0), argument(args, 1), context),
    ),
    define("indexOf(value, part[, from])", "0-based position, -1 without one.", (args, context) => {
      const receiver = argument(args, 0);
      if (typeof receiver !== "string") return functions.get("INDEX_OF")?.call(args.slice(0, 2), context) ?? -1;
      context.charge(1 + receiver.length / 64);
      return textIndexOf(receiver, textArgument(args, 1, context), Math.max(0, integerArgument(args, 2, context)));
    }),
    ...same("trim", "TRIM"),
    ...same("toUpperCase", "UCASE"),
    ...same("toLowerCase", "LCASE"),
    ...same("startsWith", "STARTSWITH"),
    ...same("endsWith", "ENDSWITH"),
    ...same("replace", "REPLACE"),
    ...same("split", "SPLIT"),
    define("substring(text, start[, end])", "Part of a text, 0-based.", (args, context) =>
      textSlice(
        textArgument(args, 0, context),
        integerArgument(args, 1, context),
        args.length > 2 ? integerArgument(args, 2, context) : Number.POSITIVE_INFINITY,
      ),
    ),
    define("toString(value)", "The text form.", (args, context) => toText(argument(args, 0), context)),
    ...same("keys", "KEYS"),
    ...same("values", "VALUES"),
  ];
  return new Map(list.map((method) => [method.name.toLowerCase(), method] as const));
}
