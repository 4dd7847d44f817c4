/**
 * The values of the language. A JavaScript number, string, boolean, null, array or null-prototype object is itself;
 * what JavaScript lacks has a small immutable class. Nothing here reads a clock or a locale.
 */

/** Keys keep their spelling and order; look-ups go by exact spelling first, then ignoring case (`getField`). */
export interface BasicObject {
  [key: string]: Value;
}

export type Value =
  | null
  | boolean
  | number
  | string
  | Value[]
  | BasicObject
  | RecordSet
  | BasicDate
  | Duration
  | FileValue
  | RecordId
  | SealedText;

/** An instant; `dateOnly` when made by TODAY() or from a text without a time. */
export class BasicDate {
  readonly ms: number;
  readonly dateOnly: boolean;
  constructor(ms: number, dateOnly = false) {
    this.ms = ms;
    this.dateOnly = dateOnly;
  }
}

export class Duration {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

/** The result of FIND: a list that also answers for its first row (reference 2.2). */
export class RecordSet {
  readonly rows: BasicObject[];
  readonly columns: string[];
  /** FIRST or LIMIT 1 found one: its JSON form is an object. */
  readonly single: boolean;
  constructor(rows: BasicObject[], columns: string[], single = false) {
    this.rows = rows;
    this.columns = columns;
    this.single = single;
  }
}

export class FileValue {
  readonly path: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly url: string;
  /** Hex; "" where nobody has computed it. */
  readonly md5: string;
  /** Last change; null where it is not known. */
  readonly modified: BasicDate | null;
  /** Its text form where that is not the path: of a listing, the name relative to the folder. */
  readonly label: string;
  constructor(file: FileFields) {
    this.path = file.path;
    this.name = file.name;
    this.mime = file.mime;
    this.size = file.size;
    this.url = file.url;
    this.md5 = file.md5 ?? "";
    this.modified = file.modified ?? null;
    this.label = file.label ?? "";
  }
}

export interface FileFields {
  path: string;
  name: string;
  mime: string;
  size: number;
  url: string;
  md5?: string;
  modified?: BasicDate | null;
  label?: string;
}

/** The result of SAVE of one row: everywhere its id, with the fields `.id .rows_affected .success` (reference 3.9). */
export class RecordId {
  readonly id: string | number;
  readonly rowsAffected: number;
  constructor(id: string | number, rowsAffected: number) {
    this.id = id;
    this.rowsAffected = rowsAffected;
  }
}

/** What stands for a secret wherever a value is shown. */
export const MASK = "••••••••";

/**
 * A secret that a person typed (HEAR AS PASSWORD). Scripts can compare, hash and hand it on, and never show it: its text
 * and JSON forms are a mask. The text is private to the class, so that no logger, `JSON.stringify` or inspection finds it;
 * a host that must send it to a service asks for `SealedText.open`.
 */
export class SealedText {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  static open(sealed: SealedText): string {
    return sealed.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }
}

/** The id itself where the value is one of a saved row. */
export function plainId(value: Value): Value {
  return value instanceof RecordId ? value.id : value;
}

/** The declared upper bound of a DIM array, kept on the array itself; UBOUND answers it instead of the count. */
export const DIM_BOUND: unique symbol = Symbol("dim-bound");

/**
 * Fields of an object or list that lie behind its own: found where it has none of that name, and neither listed, counted nor
 * written as JSON. An answer from the network has its status there (reference 3.10). Either the name of the field whose
 * fields they are, or the JSON text of an object.
 */
export const BEHIND: unique symbol = Symbol("behind");

export function withBehind<T extends BasicObject | Value[]>(value: T, behind: string): T {
  return Object.defineProperty(value, BEHIND, { value: behind, writable: true, enumerable: false, configurable: true });
}

export function behindOf(value: object): string | undefined {
  const behind = (value as { [BEHIND]?: unknown })[BEHIND];
  return typeof behind === "string" ? behind : undefined;
}

/**
 * What objects of the language are made of. Their prototype is empty and has none itself, so that only their own fields
 * are found. Without any prototype V8 would take its slow dictionary form, or a longer way to the same form as here.
 */
export class Fields {
  [key: string]: Value;
}
Object.setPrototypeOf(Fields.prototype, null);
Reflect.deleteProperty(Fields.prototype, "constructor");
reserveSlots();

/**
 * V8 settles by the first objects of a class how many fields lie in the object itself; those behind have an array of their
 * own, which grows twice for four fields. Empty objects come first in most scripts, so these are made before.
 */
function reserveSlots(): void {
  for (let i = 0; i < 16; i++) {
    const made: BasicObject = new Fields();
    for (const name of ["a", "b", "c", "d"]) made[name] = null;
  }
}

export function newObject(entries?: Iterable<readonly [string, Value]>): BasicObject {
  const object: BasicObject = new Fields();
  if (entries) for (const [key, value] of entries) object[key] = value;
  return object;
}
