/**
 * Large lists, record sets and texts of a snapshot stand in pages of their own, so that a script that waits again writes
 * only the pages that have changed since. A page's bytes depend on nothing outside but containers that it shares.
 *
 * A section is one such value: a list or record set, cut into runs of elements, or a text, cut into runs of characters.
 * Within a snapshot pages are numbered from 1 in the order in which they are written; 0 is the head. A page that has the
 * same bytes as one of the snapshot before keeps that one's id, and is not written again.
 */
import { DIM_BOUND, Fields, RecordSet, type Value } from "../values.ts";
import { FormatError, Reader, Writer } from "./bytes.ts";
import type { ValueReader, ValueWriter } from "./values.ts";

/** Elements of a list, or characters of a text, above which it is a section. */
const LARGE_LIST = 64;
const LARGE_TEXT = 4096;
/** A page has at least so many elements or characters; long values get larger pages, so that they have few. */
const ELEMENTS = 64;
const CHARACTERS = 65_536;
const PAGES_OF_SECTION = 512;

/** A page of a snapshot; `bytes` null where its store has it. */
export interface Page {
  id: number;
  bytes: Uint8Array | null;
  /** FNV-1a of the bytes, which the head names as well. */
  checksum: number;
}

/** A snapshot in parts. Pages that are not named here belong to no snapshot any more. */
export interface PagedSnapshot {
  head: Uint8Array;
  pages: Page[];
}

type Section = Value[] | RecordSet | string;

const KIND = { list: 0, dimList: 1, recordSet: 2, text: 3 } as const;

export function isLarge(value: Value): value is Section {
  if (typeof value === "string") return value.length >= LARGE_TEXT;
  if (Array.isArray(value)) return value.length > LARGE_LIST;
  return value instanceof RecordSet && value.rows.length > LARGE_LIST;
}

function lengthOf(section: Section): number {
  return section instanceof RecordSet ? section.rows.length : section.length;
}

/** Elements or characters of each page: a power of two, so that a growing list seldom changes all of its pages. */
function pageLength(section: Section): number {
  const length = lengthOf(section);
  let size = typeof section === "string" ? CHARACTERS : ELEMENTS;
  while (size * PAGES_OF_SECTION < length) size *= 2;
  return size;
}

/** What the last snapshot's pages were, by a digest of their bytes. Belongs to one machine. */
export class PageTable {
  private ids = new Map<string, number>();
  private next = 1;

  /** The pages of a new snapshot, which is the last one from here on. `stored` are ids whose bytes are kept already. */
  replace(list: readonly Uint8Array[], stored: ReadonlySet<number>): Page[] {
    const before = this.ids;
    const now = new Map<string, number>();
    const pages = list.map((bytes): Page => {
      const { digest, checksum } = digestOf(bytes);
      const again = now.get(digest) ?? before.get(digest);
      const id = again ?? this.next++;
      now.set(digest, id);
      return { id, bytes: again !== undefined && stored.has(again) ? null : bytes, checksum };
    });
    this.ids = now;
    return pages;
  }

  /** A page of the snapshot that the machine is restored from. */
  remember(id: number, bytes: Uint8Array): { checksum: number } {
    const { digest, checksum } = digestOf(bytes);
    this.ids.set(digest, id);
    this.next = Math.max(this.next, id + 1);
    return { checksum };
  }
}

/** 96 bits, for telling one's own pages apart: two FNV-1a of different bases and the length. */
function digestOf(bytes: Uint8Array): { digest: string; checksum: number } {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < bytes.length; i++) {
    a = Math.imul(a ^ bytes[i]!, 0x01000193);
    b = Math.imul(b ^ bytes[i]!, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return { digest: `${a}:${b}:${bytes.length}`, checksum: a >>> 0 };
}

/** The sections of one snapshot while it is written. */
export class SectionWriter {
  private readonly sections: Section[] = [];
  private readonly numbers = new Map<Section, number>();
  private written = 0;
  readonly pages: Uint8Array[] = [];

  /** The number of a large value, which gets its pages later. */
  numberOf(value: Section): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const number = this.sections.length;
    this.numbers.set(value, number);
    this.sections.push(value);
    return number;
  }

  /** Gives the value its pages if it is large. */
  note(value: Value): void {
    if (isLarge(value)) this.numberOf(value);
  }

  get count(): number {
    return this.sections.length;
  }

  /** Writes the pages of all sections so far, and of those that are found in them. */
  drain(values: ValueWriter): void {
    for (; this.written < this.sections.length; this.written++) this.writePages(this.sections[this.written]!, values);
  }

  private writePages(section: Section, values: ValueWriter): void {
    const size = pageLength(section);
    const elements = section instanceof RecordSet ? section.rows : section;
    for (let from = 0; from < elements.length; from += size) {
      const out = new Writer();
      if (typeof elements === "string") out.text(elements.slice(from, from + size));
      else {
        values.beginPage(out, this.pages.length + 1);
        const end = Math.min(from + size, elements.length);
        for (let i = from; i < end; i++) values.value(elements[i] ?? null);
      }
      this.pages.push(out.finish());
    }
  }

  /** What a reader must know before it reads any page: the sections, and the id of each page. */
  writeDirectory(out: Writer, pages: readonly Page[]): void {
    out.count(this.sections.length);
    for (const section of this.sections) {
      if (typeof section === "string") out.byte(KIND.text);
      else if (section instanceof RecordSet) {
        out.byte(KIND.recordSet);
        out.byte(section.single ? 1 : 0);
        out.count(section.columns.length);
        for (const column of section.columns) out.text(column);
      } else {
        const bound = (section as { [DIM_BOUND]?: unknown })[DIM_BOUND];
        out.byte(typeof bound === "number" ? KIND.dimList : KIND.list);
        if (typeof bound === "number") out.count(bound);
      }
      out.count(lengthOf(section));
      out.count(pageLength(section));
    }
    out.count(pages.length);
    for (const { id, checksum } of pages) {
      out.count(id);
      out.uint32(checksum);
    }
  }
}

/** Finds a stored page; undefined where there is none. */
export type PageSource = (id: number) => Uint8Array | undefined;

interface ReadSection {
  kind: number;
  length: number;
  /** Elements or characters of a page. */
  size: number;
  /** The list itself, the rows of the set; empty for a text. */
  elements: Value[];
  value: Value;
}

/** No snapshot of ours has more: an element takes at least a byte of some page. */
const MAX_LENGTH = 100_000_000;

/** The sections of one snapshot while it is read. */
export class SectionReader {
  private readonly sections: ReadSection[] = [];
  private readonly pages: { id: number; checksum: number }[];
  private readonly source: PageSource;
  private readonly table: PageTable;
  private read = 0;
  private page = 0;

  constructor(from: Reader, source: PageSource, table: PageTable) {
    this.source = source;
    this.table = table;
    const count = from.size();
    for (let i = 0; i < count; i++) this.sections.push(readSection(from));
    this.pages = Array.from({ length: from.size() }, () => ({ id: from.count(), checksum: from.uint32() }));
  }

  valueOf(number: number): Value {
    const section = this.sections[number];
    if (!section) throw new FormatError("A value names a section that the snapshot does not hold.");
    return section.value;
  }

  /** Texts first: they hold nothing else, and whatever holds them takes them by value. */
  readTexts(): void {
    let page = 0;
    for (const section of this.sections) {
      const pages = Math.ceil(section.length / section.size);
      if (section.kind === KIND.text) {
        const parts = Array.from({ length: pages }, (_, i) => this.pageAt(page + i).text());
        const text = parts.join("");
        if (text.length !== section.length) throw new FormatError("A text of the snapshot is damaged.");
        section.value = text;
      }
      page += pages;
    }
    if (page !== this.pages.length) throw new FormatError("The snapshot's pages do not fit its sections.");
  }

  /** Reads the pages of the sections below `end` that were not read yet. */
  fill(values: ValueReader, end = this.sections.length): void {
    for (; this.read < Math.min(end, this.sections.length); this.read++) {
      const section = this.sections[this.read]!;
      const pages = Math.ceil(section.length / section.size);
      if (section.kind === KIND.text) {
        this.page += pages;
        continue;
      }
      for (let i = 0; i < pages; i++, this.page++) {
        const from = this.pageAt(this.page);
        values.beginPage(from, this.page + 1);
        const last = Math.min((i + 1) * section.size, section.length);
        while (section.elements.length < last) {
          const value = values.value();
          if (section.kind === KIND.recordSet && !(value instanceof Fields))
            throw new FormatError("A row of a record set is no object.");
          section.elements.push(value);
        }
        if (from.left > 0) throw new FormatError("A page of the snapshot is longer than its content.");
      }
    }
  }

  private pageAt(index: number): Reader {
    const page = this.pages[index];
    const bytes = page && this.source(page.id);
    if (!bytes) throw new FormatError("A page of the snapshot is missing.");
    if (this.table.remember(page.id, bytes).checksum !== page.checksum)
      throw new FormatError("A page of the snapshot is damaged: its checksum differs.");
    return new Reader(bytes);
  }
}

function readSection(from: Reader): ReadSection {
  const kind = from.byte();
  const elements: Value[] = [];
  let value: Value = elements;
  if (kind === KIND.recordSet) {
    const single = from.byte() === 1;
    const columns = Array.from({ length: from.size() }, () => from.text());
    const set = new RecordSet([], columns, single);
    const section = { kind, elements: set.rows as Value[], value: set as Value };
    return { ...section, ...readExtent(from) };
  }
  if (kind === KIND.dimList) {
    const bound = from.count();
    Object.defineProperty(elements, DIM_BOUND, { value: bound, writable: true, enumerable: false, configurable: true });
  } else if (kind === KIND.text) value = null;
  else if (kind !== KIND.list) throw new FormatError(`There is no kind of section ${kind}.`);
  return { kind, elements, value, ...readExtent(from) };
}

function readExtent(from: Reader): { length: number; size: number } {
  const length = from.count();
  const size = from.count();
  if (length > MAX_LENGTH || size < ELEMENTS) throw new FormatError("A section of the snapshot is damaged.");
  return { length, size };
}
