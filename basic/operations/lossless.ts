/**
 * JSON text that keeps every value of the language, for records that are read back as values: journals and recordings.
 * Plain data is plain JSON. What JSON has no word for is an object whose first key is `$basalt` and names its kind:
 *
 *   {"$basalt":"date","ms":0} · {"$basalt":"day","ms":0} · {"$basalt":"duration","ms":0} · {"$basalt":"id","id":7,"rows":1}
 *   {"$basalt":"records","columns":["a"],"single":true,"rows":[{"a":1}]} · {"$basalt":"array","bound":2,"items":[1,2,3]}
 *   {"$basalt":"file","path":"","name":"","mime":"","size":0,"url":"","md5":"","label":"","modified":{"$basalt":"date","ms":0}}
 *   {"$basalt":"behind","behind":"data","value":{"status":200}} · what lies behind an answer's own fields
 *   {"$basalt":"sealed"} · {"$basalt":"object","fields":[["$basalt",1]]}, an object of the script's that has such a key itself
 *
 * An object of any other form is what it says, so that records from before this form, and later kinds, read on as plain
 * data. A secret keeps nothing but that there was one. A value that stands in two places is written twice.
 */
import { BasicError, ERR } from "../errors.ts";
import {
  BasicDate,
  type BasicObject,
  behindOf,
  DIM_BOUND,
  Duration,
  FileValue,
  MASK,
  newObject,
  RecordId,
  RecordSet,
  SealedText,
  type Value,
  withBehind,
} from "../values.ts";
import { isObject } from "./compare.ts";
import { checkTextLength, MAX_DEPTH, MAX_LIST, type OperationContext, SLOT_BYTES } from "./context.ts";

const TAG = "$basalt";
/** Writing a member takes as long as this many steps of a script. */
const MEMBER_STEPS = 8;
/** Longest text that is charged like a member; a longer one costs by its length. */
const LONG_PART = 64;

/** Throws error 7 for a value that is nested deeper than 100 levels (such as one that contains itself) or longer than 10 MB. */
export function toLossless(value: Value, context: Pick<OperationContext, "charge">): string {
  return new Writer(context).write(value, 0).text;
}

/** The value of such a text, or of a plain JSON text. Throws error 5 where it is no JSON. */
export function fromLossless(json: string, context: Pick<OperationContext, "charge" | "allocate">): Value {
  checkTextLength(json.length);
  context.charge(json.length / 8);
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "cannot be read";
    throw new BasicError(ERR.badCall, `This record is not JSON: ${reason}.`);
  }
  return read(data, context, 0);
}

class Writer {
  text = "";
  private readonly context: Pick<OperationContext, "charge">;

  constructor(context: Pick<OperationContext, "charge">) {
    this.context = context;
  }

  write(value: Value, depth: number): this {
    if (typeof value === "number") return this.emit(numberText(value));
    if (value === null || typeof value !== "object") return this.emit(JSON.stringify(value));
    if (value instanceof BasicDate) return this.tagged(value.dateOnly ? "day" : "date", { ms: value.ms });
    if (value instanceof Duration) return this.tagged("duration", { ms: value.ms });
    if (value instanceof RecordId) return this.tagged("id", { id: value.id, rows: value.rowsAffected });
    if (value instanceof SealedText) return this.emit(`{"${TAG}":"sealed"}`);
    if (depth >= MAX_DEPTH) {
      throw new BasicError(ERR.memory, `The value is nested deeper than ${MAX_DEPTH} levels. Does it contain itself?`);
    }
    if (value instanceof FileValue) return this.file(value, depth);
    if (value instanceof RecordSet) {
      const { columns, single, rows } = value;
      const head = `{"${TAG}":"records","columns":${JSON.stringify(columns)}${single ? ',"single":true' : ""},"rows":`;
      return this.emit(head).list(rows, depth).emit("}");
    }
    const behind = behindOf(value);
    if (behind === undefined) return this.fields(value, depth);
    this.emit(`{"${TAG}":"behind","behind":${JSON.stringify(behind)},"value":`);
    return this.fields(value, depth).emit("}");
  }

  private fields(value: BasicObject | Value[], depth: number): this {
    if (!Array.isArray(value)) return this.object(Object.entries(value), depth);
    const bound = (value as { [DIM_BOUND]?: unknown })[DIM_BOUND];
    if (typeof bound !== "number") return this.list(value, depth);
    return this.emit(`{"${TAG}":"array","bound":${bound},"items":`).list(value, depth).emit("}");
  }

  private tagged(kind: string, fields: Record<string, number | string>): this {
    this.emit(`{"${TAG}":"${kind}"`);
    for (const [key, field] of Object.entries(fields)) {
      this.emit(`,"${key}":${typeof field === "number" ? numberText(field) : JSON.stringify(field)}`);
    }
    return this.emit("}");
  }

  private file(file: FileValue, depth: number): this {
    const { path, name, mime, size, url, md5, label, modified } = file;
    const more = { ...(md5 === "" ? {} : { md5 }), ...(label === "" ? {} : { label }) };
    const head = JSON.stringify({ [TAG]: "file", path, name, mime, size, url, ...more });
    if (modified === null) return this.emit(head);
    return this.emit(`${head.slice(0, -1)},"modified":`)
      .write(modified, depth)
      .emit("}");
  }

  private list(list: readonly Value[], depth: number): this {
    this.emit("[");
    for (let i = 0; i < list.length; i++) {
      this.member(i).write(list[i] ?? null, depth + 1);
    }
    return this.emit("]");
  }

  private object(entries: readonly (readonly [string, Value])[], depth: number): this {
    // Such a key could be taken for a tag of ours.
    const isPlain = !entries.some(([key]) => key === TAG);
    this.emit(isPlain ? "{" : `{"${TAG}":"object","fields":[`);
    entries.forEach(([key, value], i) => {
      this.member(i).emit(isPlain ? `${JSON.stringify(key)}:` : `[${JSON.stringify(key)},`);
      this.write(value ?? null, depth + 1);
      if (!isPlain) this.emit("]");
    });
    return this.emit(isPlain ? "}" : "]}");
  }

  private member(i: number): this {
    this.context.charge(MEMBER_STEPS);
    return i > 0 ? this.emit(",") : this;
  }

  private emit(part: string): this {
    checkTextLength(this.text.length + part.length);
    if (part.length > LONG_PART) this.context.charge(part.length / 16);
    this.text += part;
    return this;
  }
}

/** JSON has a zero below zero; only JSON.stringify does not write it. */
function numberText(number: number): string {
  return Object.is(number, -0) ? "-0" : JSON.stringify(number);
}

type Budget = Pick<OperationContext, "charge" | "allocate">;
type Data = Record<string, unknown>;

function read(data: unknown, budget: Budget, depth: number): Value {
  if (data === null || typeof data === "string" || typeof data === "number" || typeof data === "boolean") return data;
  if (typeof data !== "object") return null;
  if (depth >= MAX_DEPTH) throw new BasicError(ERR.memory, `The record is nested deeper than ${MAX_DEPTH} levels.`);
  if (Array.isArray(data)) return readList(data, budget, depth);
  const fields = data as Data;
  const kind = fields[TAG];
  const tagged = typeof kind === "string" ? readTagged(kind, fields, budget, depth) : undefined;
  return tagged === undefined ? readObject(Object.entries(fields), budget, depth) : tagged;
}

function readList(data: readonly unknown[], budget: Budget, depth: number): Value[] {
  budget.charge(data.length);
  budget.allocate(SLOT_BYTES * (data.length + 1));
  return data.map((element) => read(element, budget, depth + 1));
}

function readObject(entries: readonly (readonly [string, unknown])[], budget: Budget, depth: number): Value {
  budget.charge(2 * entries.length);
  budget.allocate(2 * SLOT_BYTES * (entries.length + 1));
  return newObject(entries.map(([key, value]) => [key, read(value, budget, depth + 1)] as const));
}

/** Undefined where the object is none of ours. */
function readTagged(kind: string, data: Data, budget: Budget, depth: number): Value | undefined {
  const { ms, id, rows } = data;
  switch (kind) {
    case "date":
    case "day":
      return typeof ms === "number" ? new BasicDate(ms, kind === "day") : undefined;
    case "duration":
      return typeof ms === "number" ? new Duration(ms) : undefined;
    case "id":
      if (typeof rows !== "number" || (typeof id !== "number" && typeof id !== "string")) return undefined;
      return new RecordId(id, rows);
    case "sealed":
      return new SealedText(MASK);
    case "records":
      return readRecords(data, budget, depth);
    case "array":
      return readArray(data, budget, depth);
    case "file":
      return readFile(data, budget, depth);
    case "behind": {
      const { behind } = data;
      const value = read(data["value"], budget, depth);
      return typeof behind === "string" && (Array.isArray(value) || isObject(value))
        ? withBehind(value, behind)
        : undefined;
    }
    case "object": {
      const fields = data["fields"];
      return Array.isArray(fields) && fields.every(isField) ? readObject(fields, budget, depth) : undefined;
    }
    default:
      return undefined;
  }
}

function isField(entry: unknown): entry is readonly [string, unknown] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string";
}

function readRecords(data: Data, budget: Budget, depth: number): Value | undefined {
  const { columns, rows } = data;
  if (!Array.isArray(columns) || !Array.isArray(rows)) return undefined;
  const found = readList(rows, budget, depth);
  if (!columns.every((column) => typeof column === "string") || !found.every(isObject)) return undefined;
  return new RecordSet(found, columns, data["single"] === true);
}

function readArray(data: Data, budget: Budget, depth: number): Value | undefined {
  const { bound, items } = data;
  if (typeof bound !== "number" || bound > MAX_LIST || !Array.isArray(items)) return undefined;
  const list = readList(items, budget, depth);
  Object.defineProperty(list, DIM_BOUND, { value: bound, writable: true, enumerable: false, configurable: true });
  return list;
}

function readFile(data: Data, budget: Budget, depth: number): Value | undefined {
  const { path, name, mime, size, url, md5 = "", label = "", modified = null } = data;
  const texts = [path, name, mime, url, md5, label];
  const at = read(modified, budget, depth + 1);
  if (!texts.every((text) => typeof text === "string") || typeof size !== "number") return undefined;
  if (at !== null && !(at instanceof BasicDate)) return undefined;
  const [p, n, m, u, hash, shown] = texts as [string, string, string, string, string, string];
  return new FileValue({ path: p, name: n, mime: m, size, url: u, md5: hash, label: shown, modified: at });
}
