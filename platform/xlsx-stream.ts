/**
 * Writes an XLSX workbook of one sheet, row by row, without holding it: an export of a large table needs the memory of a page.
 * Strings stand in their cells (`inlineStr`), for a table of shared strings would have to be held until the end. Formats:
 * ECMA-376 Part 1 (SpreadsheetML); PKWARE APPNOTE 6.3.10 with data descriptors (4.3.9), because an entry's size is known only
 * after its bytes have gone out.
 */
import type { JsonValue } from "../contracts/json.ts";

/** Excel's own bounds. */
const MAX_CELL = 32_767;
export const XLSX_MAX_ROWS = 1_048_576;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const FORMAT = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** `rows` in pages; values that no cell has (lists, objects) are written as their JSON. At most XLSX_MAX_ROWS with the header. */
export function xlsxStream(
  name: string,
  columns: readonly string[],
  pages: AsyncIterable<readonly (readonly JsonValue[])[]>,
): ReadableStream<Uint8Array> {
  return streamOf(workbook(name, columns, pages));
}

async function* workbook(
  name: string,
  columns: readonly string[],
  pages: AsyncIterable<readonly (readonly JsonValue[])[]>,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipWriter();
  yield* zip.entry(
    "[Content_Types].xml",
    texts(
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${FORMAT}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${FORMAT}.worksheet+xml"/></Types>`,
    ),
  );
  yield* zip.entry(
    "_rels/.rels",
    texts(
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
  );
  yield* zip.entry(
    "xl/workbook.xml",
    texts(
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(sheetName(name))}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
  );
  yield* zip.entry(
    "xl/_rels/workbook.xml.rels",
    texts(
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
  );
  yield* zip.entry("xl/worksheets/sheet1.xml", sheet(columns, pages));
  yield zip.end();
}

async function* sheet(
  columns: readonly string[],
  pages: AsyncIterable<readonly (readonly JsonValue[])[]>,
): AsyncGenerator<string> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rowOf(columns)}`;
  let count = 1;
  for await (const page of pages) {
    count += page.length;
    if (count > XLSX_MAX_ROWS) throw new RangeError(`A sheet has at most ${XLSX_MAX_ROWS} rows.`);
    yield page.map(rowOf).join("");
  }
  yield "</sheetData></worksheet>";
}

const rowOf = (values: readonly JsonValue[]): string => `<row>${values.map(cellOf).join("")}</row>`;

/** Cells carry no address: the next one is meant, so that an empty one has to be written too. */
function cellOf(value: JsonValue): string {
  if (value === null) return "<c/>";
  if (typeof value === "number") return `<c><v>${value}</v></c>`;
  if (typeof value === "boolean") return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, MAX_CELL))}</t></is></c>`;
}

/** XML 1.0 has no place for most control characters and lone surrogates, not even escaped. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** At most 31 characters, none of : \ / ? * [ ] and no apostrophe at an end; "History" is kept by Excel for itself. */
function sheetName(name: string): string {
  const shown = name
    .replace(/[:\\/?*[\]\p{Cc}]/gu, " ")
    .slice(0, 31)
    .replace(/^'+|'+$/g, "")
    .trim();
  return shown === "" || /^history$/i.test(shown) ? "Sheet1" : shown;
}

// ------------------------------------------------------------------------------------------------------ zip

const encoder = new TextEncoder();
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
/** 1980-01-01 00:00: the same content gives the same bytes. */
const DOS_DATE = 0x21;
/** Bit 3: sizes follow the data; bit 11: the name is UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;

interface Written {
  name: Uint8Array;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

class ZipWriter {
  readonly #entries: Written[] = [];
  #offset = 0;

  async *entry(path: string, text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
    const written: Written = { name: encoder.encode(path), crc: 0xffffffff, packed: 0, size: 0, offset: this.#offset };
    const header = record(30 + written.name.byteLength);
    header.u32(0x04034b50).u16(20).u16(FLAGS).u16(DEFLATE).u16(0).u16(DOS_DATE).u32(0).u32(0).u32(0);
    header.u16(written.name.byteLength).u16(0).raw(written.name);
    yield this.#count(header.bytes);
    async function* measured(): AsyncGenerator<Uint8Array> {
      for await (const part of text) {
        const bytes = encoder.encode(part);
        written.size += bytes.byteLength;
        for (const byte of bytes) written.crc = (CRC_TABLE[(written.crc ^ byte) & 0xff] ?? 0) ^ (written.crc >>> 8);
        yield bytes;
      }
    }
    const deflated = streamOf(measured()).pipeThrough<Uint8Array>(new CompressionStream("deflate-raw"));
    for await (const part of deflated) {
      written.packed += part.byteLength;
      yield this.#count(part);
    }
    written.crc = (written.crc ^ 0xffffffff) >>> 0;
    if (written.size > 0xffffffff) throw new RangeError("A part of the workbook is larger than 4 GB.");
    const descriptor = record(16).u32(0x08074b50).u32(written.crc).u32(written.packed).u32(written.size);
    yield this.#count(descriptor.bytes);
    this.#entries.push(written);
  }

  /** The directory and its end. */
  end(): Uint8Array {
    const length = this.#entries.reduce((sum, { name }) => sum + 46 + name.byteLength, 0);
    const directory = record(length + 22);
    for (const { name, crc, packed, size, offset } of this.#entries) {
      directory.u32(0x02014b50).u16(20).u16(20).u16(FLAGS).u16(DEFLATE).u16(0).u16(DOS_DATE);
      directory.u32(crc).u32(packed).u32(size).u16(name.byteLength).u16(0).u16(0).u16(0).u16(0).u32(0);
      directory.u32(offset).raw(name);
    }
    const count = this.#entries.length;
    directory.u32(0x06054b50).u16(0).u16(0).u16(count).u16(count).u32(length).u32(this.#offset).u16(0);
    return directory.bytes;
  }

  #count(bytes: Uint8Array): Uint8Array {
    this.#offset += bytes.byteLength;
    return bytes;
  }
}

function record(length: number) {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const self = {
    bytes,
    u16(value: number) {
      view.setUint16(at, value, true);
      at += 2;
      return self;
    },
    u32(value: number) {
      view.setUint32(at, value, true);
      at += 4;
      return self;
    },
    raw(more: Uint8Array) {
      bytes.set(more, at);
      at += more.byteLength;
      return self;
    },
  };
  return self;
}

async function* texts(text: string): AsyncGenerator<string> {
  yield text;
}

/** Pulled: nothing is made before somebody wants it. */
export function streamOf(source: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await source.next();
      if (next.done) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}
