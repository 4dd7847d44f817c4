/** JSON of values and back, bounded in depth and size; a list that contains itself is an error, not a crash. */
import { dateText } from "../dates/zone.ts";
import { BasicError, ERR } from "../errors.ts";
import {
  BasicDate,
  Duration,
  FileValue,
  MASK,
  newObject,
  RecordId,
  RecordSet,
  SealedText,
  type Value,
} from "../values.ts";
import { checkTextLength, MAX_DEPTH, type OperationContext, SLOT_BYTES } from "./context.ts";

/**
 * JSON text. A record set with exactly one row is that record, else a list; a date is its text form, a duration its
 * seconds, a file an object of its fields. `indent` is the number of blanks per level; 0 writes one line.
 */
export function toJson(value: Value, context: OperationContext, indent = 0): string {
  const writer = { text: "", indent, context };
  write(writer, value, 0);
  return writer.text;
}

/** Writing a member takes as long as this many steps of a script; a longer text costs by its length. */
const MEMBER_STEPS = 8;
const LONG_PART = 64;

interface Writer {
  text: string;
  readonly indent: number;
  readonly context: OperationContext;
}

function write(writer: Writer, value: Value, depth: number): void {
  if (value === null || typeof value === "boolean") emit(writer, String(value));
  else if (typeof value === "number") emit(writer, JSON.stringify(value));
  else if (typeof value === "string") emit(writer, JSON.stringify(value));
  else if (value instanceof BasicDate) emit(writer, JSON.stringify(dateText(value, writer.context.timeZone)));
  else if (value instanceof Duration) emit(writer, JSON.stringify(value.ms / 1000));
  else if (value instanceof RecordId) emit(writer, JSON.stringify(value.id));
  else if (value instanceof SealedText) emit(writer, JSON.stringify(MASK));
  else writeContainer(writer, value, depth);
}

function writeContainer(
  writer: Writer,
  value: Exclude<Value, null | boolean | number | string | BasicDate | Duration | RecordId | SealedText>,
  depth: number,
): void {
  if (depth >= MAX_DEPTH) {
    throw new BasicError(ERR.memory, `The value is nested deeper than ${MAX_DEPTH} levels. Does it contain itself?`);
  }
  if (value instanceof RecordSet) {
    const [only] = value.rows;
    write(writer, value.rows.length === 1 && only ? only : value.rows, depth);
    return;
  }
  if (Array.isArray(value)) {
    writeMembers(writer, "[", "]", value.length, depth, (i) => write(writer, value[i] ?? null, depth + 1));
    return;
  }
  const object = value instanceof FileValue ? fileFields(value) : value;
  const keys = Object.keys(object);
  writeMembers(writer, "{", "}", keys.length, depth, (i) => {
    const key = keys[i] ?? "";
    emit(writer, JSON.stringify(key) + (writer.indent ? ": " : ":"));
    write(writer, object[key] ?? null, depth + 1);
  });
}

function writeMembers(
  writer: Writer,
  open: string,
  close: string,
  count: number,
  depth: number,
  member: (i: number) => void,
): void {
  emit(writer, open);
  for (let i = 0; i < count; i++) {
    writer.context.charge(MEMBER_STEPS);
    if (i > 0) emit(writer, ",");
    if (writer.indent) emit(writer, `\n${" ".repeat(writer.indent * (depth + 1))}`);
    member(i);
  }
  if (writer.indent && count > 0) emit(writer, `\n${" ".repeat(writer.indent * depth)}`);
  emit(writer, close);
}

function emit(writer: Writer, part: string): void {
  checkTextLength(writer.text.length + part.length);
  if (part.length > LONG_PART) writer.context.charge(part.length / 16);
  writer.text += part;
}

/** The fields that a script sees of a file (reference 2.1). */
export function fileFields(file: FileValue): Record<string, Value> {
  return {
    path: file.path,
    name: file.name,
    filename: file.name,
    size: file.size,
    mime_type: file.mime,
    type: file.mime,
    url: file.url,
    ...(file.md5 === "" ? {} : { md5: file.md5 }),
    ...(file.modified === null ? {} : { modified: file.modified }),
  };
}

/** The value of a JSON text; error 5 with the reason where it is none. Objects have no prototype. */
export function fromJson(text: string, context: OperationContext): Value {
  checkTextLength(text.length);
  context.charge(text.length / 8);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new BasicError(
      ERR.badCall,
      `This text is not JSON: ${error instanceof Error ? error.message : "cannot be read"}.`,
    );
  }
  return fromPlain(parsed, context);
}

/**
 * A value of plain JavaScript data, as JSON.parse or an RPC gives it. What the language has no value for (undefined,
 * functions, NaN) becomes NULL.
 */
export function fromPlain(data: unknown, context: OperationContext, depth = 0): Value {
  if (typeof data === "string" || typeof data === "boolean") return data;
  if (typeof data === "number") return Number.isFinite(data) ? data : null;
  if (typeof data !== "object" || data === null) return null;
  if (depth >= MAX_DEPTH) throw new BasicError(ERR.memory, `The data is nested deeper than ${MAX_DEPTH} levels.`);
  if (Array.isArray(data)) {
    context.charge(data.length);
    context.allocate(SLOT_BYTES * (data.length + 1));
    return data.map((element) => fromPlain(element, context, depth + 1));
  }
  const entries = Object.entries(data);
  context.charge(2 * entries.length);
  context.allocate(2 * SLOT_BYTES * (entries.length + 1));
  return newObject(entries.map(([key, element]) => [key, fromPlain(element, context, depth + 1)] as const));
}
