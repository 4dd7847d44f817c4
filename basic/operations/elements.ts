/** Elements of lists: `a[i]`, 0-based, and what FOR EACH goes over (reference 2.2, 2.9, 3.2). */
import { BasicError, ERR } from "../errors.ts";
import { newObject, RecordSet, type Value } from "../values.ts";
import { charAt, characters, isWideText, textLength } from "./code-points.ts";
import { isObject, listOf } from "./compare.ts";
import { checkListLength, describe, type OperationContext, SLOT_BYTES } from "./context.ts";
import { getField, setField } from "./fields.ts";
import { toNumber, wholeNumber } from "./numbers.ts";
import { toText } from "./text-form.ts";

/** The element or field; NULL outside, which strict mode makes error 9 for lists. */
export function getIndex(value: Value, index: Value, context: OperationContext): Value {
  if (Array.isArray(value) && typeof index === "number") return elementAt(value, index, context);
  if (value === null) return null;
  const list = listOf(value);
  if (isObject(value) || isKey(index)) return getField(value, toText(index, context), context, true);
  const position = toNumber(index, context);
  if (list) return elementAt(list, position, context);
  if (typeof value === "string") return characterAt(value, Math.trunc(position), context) ?? outside(position, context);
  return getField(value, toText(index, context), context);
}

function elementAt(list: readonly Value[], index: number, context: OperationContext): Value {
  const element = list[index];
  if (element !== undefined) return element;
  const position = Math.trunc(index);
  return position >= 0 && position < list.length ? (list[position] ?? null) : outside(index, context);
}

function characterAt(text: string, position: number, context: OperationContext): string | undefined {
  if (!isWideText(text, context)) return text[position];
  context.charge(1 + text.length / 16);
  return charAt(text, position);
}

function outside(index: number, context: OperationContext): null {
  if (context.strict) throw new BasicError(ERR.index, `There is no element ${index}.`);
  return null;
}

/** A text that is no number names a field, also behind `[`. */
function isKey(index: Value): boolean {
  return typeof index === "string" && wholeNumber(index) === undefined;
}

/**
 * Sets an element or field and returns what the variable must hold afterwards: the same value, or a new list or object
 * where it was NULL. At the length of the list it appends; further on the gap is filled with NULL.
 */
export function setIndex(target: Value, index: Value, value: Value, context: OperationContext): Value {
  if (isObject(target)) return setField(target, toText(index, context), value, context);
  if (isKey(index)) return setField(target, toText(index, context), value, context);
  if (target === null) {
    return typeof index === "string"
      ? setField(newObject(), index, value, context)
      : setIndex([], index, value, context);
  }
  const position = Math.trunc(toNumber(index, context));
  if (position < 0) throw new BasicError(ERR.index, `${position} is no index: lists begin at 0.`);
  if (Array.isArray(target)) putElement(target, position, value, context);
  else if (target instanceof RecordSet) putRow(target, position, value, context);
  else
    throw new BasicError(
      ERR.type,
      `An element cannot be set in ${describe(target)}; only lists and objects have elements.`,
    );
  return target;
}

function putElement(list: Value[], position: number, value: Value, context: OperationContext): void {
  if (position >= list.length) {
    checkListLength(position + 1);
    const added = position + 1 - list.length;
    context.charge(added / 8);
    context.allocate(SLOT_BYTES * added);
    while (list.length < position) list.push(null);
  }
  list[position] = value;
}

function putRow(set: RecordSet, position: number, value: Value, context: OperationContext): void {
  if (!isObject(value))
    throw new BasicError(ERR.type, `A row of a record set must be an object, not ${describe(value)}.`);
  if (position > set.rows.length)
    throw new BasicError(ERR.index, `The record set has ${set.rows.length} rows; row ${position} would leave a gap.`);
  if (position === set.rows.length) {
    checkListLength(position + 1);
    context.allocate(SLOT_BYTES);
  }
  set.rows[position] = value;
}

/**
 * What FOR EACH goes over, fixed at the start: elements, rows, characters; nothing for NULL. An object gives its keys if
 * every value is a list or an object (a dictionary of lists), else its values.
 */
export function iterate(value: Value, context: OperationContext): Value[] {
  if (value === null) return [];
  const list = listOf(value);
  if (list) return copied(list, context);
  if (typeof value === "string") {
    checkListLength(textLength(value));
    return copied(characters(value), context);
  }
  if (isObject(value)) {
    const values = Object.values(value);
    const isDictionary =
      values.length > 0 && values.every((member) => listOf(member) !== undefined || isObject(member));
    return copied(isDictionary ? Object.keys(value) : values, context);
  }
  throw new BasicError(ERR.type, `FOR EACH needs a list, a record set, an object or a text, not ${describe(value)}.`);
}

function copied(list: readonly Value[], context: OperationContext): Value[] {
  checkListLength(list.length);
  context.charge(list.length / 8);
  context.allocate(SLOT_BYTES * list.length);
  return list.slice();
}
