/** Values for who shows them to people: lists and objects stay what they are, every plain value becomes its text form. */
import { BasicError, ERR } from "../errors.ts";
import { BasicDate, Duration, FileValue, RecordId, RecordSet, SealedText, type Value } from "../values.ts";
import type { OperationContext } from "./context.ts";
import { toText } from "./text-form.ts";

export type PlainTexts = null | string | PlainTexts[] | { [name: string]: PlainTexts };

/** What people can take in has few levels and parts; a value that contains itself ends here. */
const MAX_DEPTH = 10;
const MAX_PARTS = 20_000;

/**
 * A record set is the list of its rows, each with all of its columns; a file is its address. Error 5 for what is nested deeper or
 * has more parts than anybody could look at.
 */
export function plainTexts(value: Value, context: OperationContext): PlainTexts {
  return convert(value, { context, parts: 0 }, 0);
}

/** The same of one object; a record set is its first row (reference 2.2), and NULL without one. */
export function plainRecord(value: Value, context: OperationContext): PlainTexts {
  return plainTexts(value instanceof RecordSet ? (value.rows[0] ?? null) : value, context);
}

function convert(value: Value, run: { context: OperationContext; parts: number }, depth: number): PlainTexts {
  run.parts += 1;
  run.context.charge(1);
  if (run.parts > MAX_PARTS)
    throw new BasicError(ERR.badCall, `This has more than ${MAX_PARTS} parts: too many to show.`);
  if (value === null || typeof value === "string") return value;
  if (value instanceof FileValue) return value.url || value.path;
  if (typeof value !== "object" || isPlain(value)) return toText(value, run.context);
  if (depth >= MAX_DEPTH) {
    throw new BasicError(
      ERR.badCall,
      `This is nested deeper than ${MAX_DEPTH} levels, which cannot be shown. Does it contain itself?`,
    );
  }
  if (Array.isArray(value)) return value.map((element) => convert(element, run, depth + 1));
  if (value instanceof RecordSet) {
    const empty = Object.fromEntries(value.columns.map((column) => [column, null]));
    return value.rows.map((row) => convert({ ...empty, ...row }, run, depth + 1));
  }
  // Without a prototype, so that a field of any name is only a field.
  const object: { [name: string]: PlainTexts } = Object.create(null);
  for (const [name, member] of Object.entries(value)) object[name] = convert(member, run, depth + 1);
  return object;
}

function isPlain(value: object): value is BasicDate | Duration | RecordId | SealedText {
  return (
    value instanceof BasicDate || value instanceof Duration || value instanceof RecordId || value instanceof SealedText
  );
}
