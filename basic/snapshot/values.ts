/**
 * Values as bytes: a tag, then the content. Lists, objects and record sets are numbered as they are met, and met again
 * they are only named, so that aliases and circles survive.
 */
import {
  BasicDate,
  type BasicObject,
  behindOf,
  DIM_BOUND,
  Duration,
  Fields,
  FileValue,
  newObject,
  RecordId,
  RecordSet,
  SealedText,
  type Value,
  withBehind,
} from "../values.ts";
import { FormatError, type Reader, type Writer } from "./bytes.ts";
import { isLarge, type SectionReader, type SectionWriter } from "./pages.ts";

const TAG = {
  null: 0,
  false: 1,
  true: 2,
  /** Whole number 0 and above, and below 0 as the size of it less one. */
  count: 3,
  negative: 4,
  double: 5,
  text: 6,
  /** A text that stood before: its number. */
  textAgain: 7,
  list: 8,
  /** List, then its DIM bound. */
  dimList: 9,
  object: 10,
  /** An object with the keys of one before: its number, then the values. */
  objectAgain: 11,
  recordSet: 12,
  date: 13,
  day: 14,
  duration: 15,
  file: 16,
  /** A list, object or record set that stood before: its number. */
  again: 17,
  /** The id of a saved row: the id, then the count of rows. */
  recordId: 18,
  /** A secret: its text. */
  sealed: 19,
  /** A file as above, then its MD5 and, behind a 1, the instant of its last change. */
  fileWithMore: 20,
  /** A large list, record set or text with pages of its own: its number. */
  section: 21,
  /** A list, object or record set of another page: the page's number, then its number in it. */
  elsewhere: 22,
  /** A list, object or record set that lies too deep: its kind; what it holds follows behind the whole value, in order. */
  deferred: 23,
  /** A text form of its own, then a file with more as above. */
  labelledFile: 24,
  /** What lies behind the fields of the object or list that follows. */
  behind: 25,
  /** From here on: the whole numbers 0 to 127 in the tag itself. */
  small: 128,
} as const;

/** Beyond this depth the stack of the platform would be the limit: what lies deeper is written behind the value. */
const DEFERRED_FROM = 500;
/** Snapshots of earlier versions defer nothing, and were nested this deep at most. */
const MAX_DEPTH = 2000;
/** What a deferred container is. */
const KIND = { list: 0, object: 1, recordSet: 2, single: 3 } as const;
/** Texts are remembered from this length on: a short one costs no more than its number. */
const MIN_SHARED_TEXT = 4;
/** Containers of one page are fewer: a container's number is its page's times this, and its own. */
const IN_PAGE = 2 ** 30;

export class ValueWriter {
  private out: Writer;
  private readonly sections: SectionWriter | null;
  private readonly seen = new Map<object, number>();
  private texts = new Map<string, number>();
  private shapes = new Map<string, number>();
  /** What the next container of this page is numbered. */
  private next = 0;
  private page = 0;
  private depth = 0;
  private deferred: (Value[] | BasicObject | RecordSet)[] = [];

  /** With `sections` large values get pages of their own. */
  constructor(out: Writer, sections: SectionWriter | null = null) {
    this.out = out;
    this.sections = sections;
  }

  /** What is written from here on depends on earlier pages only where it shares containers with them. */
  beginPage(out: Writer, page: number): void {
    this.out = out;
    this.texts = new Map();
    this.shapes = new Map();
    this.page = page;
    this.next = 0;
  }

  value(value: Value): void {
    if (value === null) {
      this.out.byte(TAG.null);
      return;
    }
    switch (typeof value) {
      case "number":
        this.number(value);
        return;
      case "string":
        this.text(value);
        return;
      case "boolean":
        this.out.byte(value ? TAG.true : TAG.false);
        return;
      default:
        this.container(value);
        return;
    }
  }

  private number(value: number): void {
    if (Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) {
      if (value >= 0 && value < 128) {
        this.out.byte(TAG.small + value);
        return;
      }
      this.out.byte(value >= 0 ? TAG.count : TAG.negative);
      this.out.count(value >= 0 ? value : -1 - value);
      return;
    }
    this.out.byte(TAG.double);
    this.out.double(value);
  }

  private text(value: string): void {
    if (value.length >= MIN_SHARED_TEXT) {
      if (this.sections && isLarge(value)) {
        this.out.byte(TAG.section);
        this.out.count(this.sections.numberOf(value));
        return;
      }
      const known = this.texts.get(value);
      if (known !== undefined) {
        this.out.byte(TAG.textAgain);
        this.out.count(known);
        return;
      }
      this.texts.set(value, this.texts.size);
    }
    this.out.byte(TAG.text);
    this.out.text(value);
  }

  private container(value: Exclude<Value, null | string | number | boolean>): void {
    if (value instanceof BasicDate) {
      this.out.byte(value.dateOnly ? TAG.day : TAG.date);
      this.out.double(value.ms);
      return;
    }
    if (value instanceof Duration) {
      this.out.byte(TAG.duration);
      this.out.double(value.ms);
      return;
    }
    if (value instanceof FileValue) {
      this.file(value);
      return;
    }
    if (value instanceof SealedText) {
      this.out.byte(TAG.sealed);
      this.out.text(SealedText.open(value));
      return;
    }
    if (value instanceof RecordId) {
      this.out.byte(TAG.recordId);
      this.value(value.id);
      this.out.count(value.rowsAffected);
      return;
    }
    const behind = behindOf(value);
    if (behind !== undefined) {
      this.out.byte(TAG.behind);
      this.out.text(behind);
    }
    if (this.sections && isLarge(value)) {
      this.out.byte(TAG.section);
      this.out.count(this.sections.numberOf(value));
      return;
    }
    const known = this.seen.get(value);
    if (known !== undefined) {
      this.again(known);
      return;
    }
    this.seen.set(value, this.page * IN_PAGE + this.next++);
    if (this.depth >= DEFERRED_FROM) {
      this.deferred.push(value);
      this.out.byte(TAG.deferred);
      this.out.byte(kindOf(value));
      return;
    }
    this.content(value);
    if (this.depth === 0 && this.deferred.length > 0) this.writeDeferred();
  }

  private content(value: Value[] | BasicObject | RecordSet): void {
    this.depth++;
    if (Array.isArray(value)) this.list(value);
    else if (value instanceof RecordSet) this.recordSet(value);
    else this.object(value);
    this.depth--;
  }

  /** The list grows while it is gone through: what is deferred may hold values that are deferred in turn. */
  private writeDeferred(): void {
    for (const value of this.deferred) this.content(value);
    this.deferred = [];
  }

  private again(number: number): void {
    const page = Math.floor(number / IN_PAGE);
    this.out.byte(page === this.page ? TAG.again : TAG.elsewhere);
    if (page !== this.page) this.out.count(page);
    this.out.count(number % IN_PAGE);
  }

  private file(file: FileValue): void {
    const { md5, modified, label } = file;
    const hasMore = md5 !== "" || modified !== null || label !== "";
    this.out.byte(label !== "" ? TAG.labelledFile : hasMore ? TAG.fileWithMore : TAG.file);
    if (label !== "") this.out.text(label);
    for (const text of [file.path, file.name, file.mime, file.url]) this.out.text(text);
    this.out.double(file.size);
    if (!hasMore) return;
    this.out.text(md5);
    this.out.byte(modified ? 1 : 0);
    if (modified) this.out.double(modified.ms);
  }

  private list(list: Value[]): void {
    const bound = (list as { [DIM_BOUND]?: unknown })[DIM_BOUND];
    this.out.byte(typeof bound === "number" ? TAG.dimList : TAG.list);
    if (typeof bound === "number") this.out.count(bound);
    this.out.count(list.length);
    for (let i = 0; i < list.length; i++) this.value(list[i] ?? null);
  }

  private object(object: BasicObject): void {
    const keys = Object.keys(object);
    const shape = JSON.stringify(keys);
    const known = this.shapes.get(shape);
    if (known === undefined) {
      this.shapes.set(shape, this.shapes.size);
      this.out.byte(TAG.object);
      this.out.count(keys.length);
      for (const key of keys) this.out.text(key);
    } else {
      this.out.byte(TAG.objectAgain);
      this.out.count(known);
    }
    for (const key of keys) this.value(object[key] ?? null);
  }

  private recordSet(set: RecordSet): void {
    this.out.byte(TAG.recordSet);
    this.out.byte(set.single ? 1 : 0);
    this.out.count(set.columns.length);
    for (const column of set.columns) this.out.text(column);
    this.out.count(set.rows.length);
    for (const row of set.rows) this.value(row);
  }
}

function kindOf(value: Value[] | BasicObject | RecordSet): number {
  if (Array.isArray(value)) return KIND.list;
  if (value instanceof RecordSet) return value.single ? KIND.single : KIND.recordSet;
  return KIND.object;
}

export class ValueReader {
  private from: Reader;
  private readonly sections: SectionReader | null;
  /** Containers of each page in the order in which they are met. */
  private readonly pages: Value[][] = [];
  private seen: Value[] = [];
  private texts: string[] = [];
  private shapes: string[][] = [];
  private depth = 0;
  private deferred: Value[] = [];

  constructor(from: Reader, sections: SectionReader | null = null) {
    this.from = from;
    this.sections = sections;
    this.pages[0] = this.seen;
  }

  beginPage(from: Reader, page: number): void {
    this.from = from;
    this.texts = [];
    this.shapes = [];
    this.seen = [];
    this.pages[page] = this.seen;
  }

  value(): Value {
    const { from } = this;
    const tag = from.byte();
    if (tag >= TAG.small) return tag - TAG.small;
    switch (tag) {
      case TAG.null:
        return null;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.count:
        return from.count();
      case TAG.negative:
        return -1 - from.count();
      case TAG.double:
        return from.double();
      case TAG.text: {
        const text = from.text();
        if (text.length >= MIN_SHARED_TEXT) this.texts.push(text);
        return text;
      }
      case TAG.textAgain:
        return this.known(this.texts);
      case TAG.date:
      case TAG.day:
        return new BasicDate(from.double(), tag === TAG.day);
      case TAG.duration:
        return new Duration(from.double());
      case TAG.file:
      case TAG.fileWithMore:
        return this.file(tag === TAG.fileWithMore, "");
      case TAG.labelledFile:
        return this.file(true, from.text());
      case TAG.sealed:
        return new SealedText(from.text());
      case TAG.recordId: {
        const id = this.value();
        if (typeof id !== "string" && typeof id !== "number") throw new FormatError("The id of a row is no scalar.");
        return new RecordId(id, from.count());
      }
      case TAG.again:
        return this.known(this.seen);
      case TAG.elsewhere:
        return this.known(this.pages[from.count()] ?? []);
      case TAG.section:
        if (!this.sections) throw new FormatError("A value names a section, and the snapshot holds none.");
        return this.sections.valueOf(from.count());
      case TAG.behind: {
        const behind = from.text();
        const value = this.value();
        if (!Array.isArray(value) && !(value instanceof Fields)) throw new FormatError("Fields lie behind a scalar.");
        return withBehind(value, behind);
      }
      default:
        return this.container(tag);
    }
  }

  private file(hasMore: boolean, label: string): FileValue {
    const { from } = this;
    const [path, name, mime, url] = [from.text(), from.text(), from.text(), from.text()];
    const file = { path, name, mime, url, size: from.double() };
    if (!hasMore) return new FileValue(file);
    const md5 = from.text();
    const modified = from.byte() === 1 ? new BasicDate(from.double()) : null;
    return new FileValue({ ...file, md5, modified, label });
  }

  private known<T>(table: readonly T[]): T {
    const at = this.from.count();
    if (at >= table.length) throw new FormatError("A value names one that does not stand before it.");
    return table[at]!;
  }

  private container(tag: number): Value {
    if (++this.depth > MAX_DEPTH) throw new FormatError(`A value is nested deeper than ${MAX_DEPTH} levels.`);
    const made = tag === TAG.deferred ? this.defer() : this.make(tag);
    this.depth--;
    if (this.depth === 0 && this.deferred.length > 0) this.fillDeferred();
    return made;
  }

  /** An empty container in the place of one whose content follows. */
  private defer(): Value {
    const kind = this.from.byte();
    if (kind > KIND.single) throw new FormatError(`There is no kind of container ${kind}.`);
    const made =
      kind === KIND.list ? [] : kind === KIND.object ? newObject() : new RecordSet([], [], kind === KIND.single);
    this.seen.push(made);
    this.deferred.push(made);
    return made;
  }

  private fillDeferred(): void {
    this.depth++;
    for (const value of this.deferred) this.make(this.from.byte(), value);
    this.depth--;
    this.deferred = [];
  }

  /** Reads what a container holds, into a new one or into one that was deferred. */
  private make(tag: number, into: Value = null): Value {
    const { from } = this;
    switch (tag) {
      case TAG.list:
      case TAG.dimList: {
        const bound = tag === TAG.dimList ? from.count() : -1;
        const length = from.size();
        const list = into === null ? new Array<Value>(length).fill(null) : into;
        if (!Array.isArray(list)) throw new FormatError("A deferred value is no list.");
        if (into === null) this.seen.push(list);
        for (let i = 0; i < length; i++) list[i] = this.value();
        if (bound >= 0) {
          Object.defineProperty(list, DIM_BOUND, {
            value: bound,
            writable: true,
            enumerable: false,
            configurable: true,
          });
        }
        return list;
      }
      case TAG.object:
      case TAG.objectAgain:
        return this.object(tag === TAG.objectAgain, into);
      case TAG.recordSet:
        return this.recordSet(into);
      default:
        throw new FormatError(`There is no kind of value ${tag}.`);
    }
  }

  private object(isKnownShape: boolean, into: Value): BasicObject {
    const object = into === null ? newObject() : into;
    if (!(object instanceof Fields)) throw new FormatError("A deferred value is no object.");
    if (into === null) this.seen.push(object);
    let keys: string[];
    if (isKnownShape) keys = this.known(this.shapes);
    else {
      const length = this.from.size();
      keys = Array.from({ length }, () => this.from.text());
      this.shapes.push(keys);
    }
    for (const key of keys) object[key] = this.value();
    return object;
  }

  private recordSet(into: Value): RecordSet {
    const { from } = this;
    const single = from.byte() === 1;
    const columns = Array.from({ length: from.size() }, () => from.text());
    const set = into === null ? new RecordSet([], columns, single) : into;
    if (!(set instanceof RecordSet)) throw new FormatError("A deferred value is no record set.");
    if (into === null) this.seen.push(set);
    else for (const column of columns) set.columns.push(column);
    const { rows } = set;
    const count = from.size();
    for (let i = 0; i < count; i++) {
      const row = this.value();
      if (!(row instanceof Fields)) throw new FormatError("A row of a record set is no object.");
      rows.push(row);
    }
    return set;
  }
}
