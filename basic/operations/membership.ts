/** LIKE, CONTAINS and IN (reference 2.6). */
import type { Value } from "../values.ts";
import { characters } from "./code-points.ts";
import { equals, isObject, listOf } from "./compare.ts";
import type { OperationContext } from "./context.ts";
import { findKey } from "./fields.ts";
import { matchesMask } from "./mask.ts";
import { findText } from "./search.ts";
import { toText } from "./text-form.ts";
import { isNull } from "./truth.ts";

/**
 * `x LIKE p`, ignoring case: `*` and `%` stand for any run, `?` and `_` for one character. A pattern without a wildcard
 * must equal the whole text, or, in a data filter (`inFilter`), be contained in it. NULL, and a record set without rows,
 * is like nothing.
 */
export function like(value: Value, pattern: Value, context: OperationContext, inFilter = false): boolean {
  if (isNull(value) || isNull(pattern)) return false;
  const text = toText(value, context).toLowerCase();
  const mask = toText(pattern, context).toLowerCase();
  context.charge((text.length + mask.length) / 4);
  if (!/[*%?_]/.test(mask)) return inFilter ? findText(text, mask) >= 0 : text === mask;
  return matchesMask(characters(text), characters(mask), context);
}

/** `a CONTAINS b`: a list has the element, an object the key, a text the part (case-sensitive). NULL contains nothing. */
export function contains(container: Value, member: Value, context: OperationContext): boolean {
  if (container === null) return false;
  const list = listOf(container);
  if (list) return hasElement(list, member, context);
  if (isObject(container)) return findKey(container, toText(member, context), context) !== undefined;
  const text = toText(container, context);
  const part = toText(member, context);
  context.charge((text.length + part.length) / 16);
  return findText(text, part) >= 0;
}

/**
 * `x IN container`: an element of a list, a key of an object; any other container is the only member of its list.
 * `x IN (a, b)` is compiled to a list; `x IN (a)` passes `a` itself, which is searched if it is a list.
 */
export function isIn(member: Value, container: Value, context: OperationContext): boolean {
  const list = listOf(container);
  if (list) return hasElement(list, member, context);
  if (isObject(container)) return findKey(container, toText(member, context), context) !== undefined;
  return equals(member, container, context);
}

function hasElement(list: readonly Value[], member: Value, context: OperationContext): boolean {
  context.charge(list.length);
  return list.some((element) => equals(element, member, context));
}
