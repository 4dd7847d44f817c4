// XLSX workbooks, rows in and rows out. What a workbook unpacks to is checked before its reader sees it: the reader believes
// the sizes that an archive declares.
import { EncryptedFileError, HucreError } from "hucre";
import { openXlsx, readXlsx, saveXlsx, streamXlsxRows } from "hucre/xlsx";
import { type Cell, type ReadSheet, SHEET_LIMITS, type SheetRows } from "../../../contracts/gateway-sheets.ts";
import { encryptedFault } from "../documents/detect-type.ts";
import { DocumentFault } from "../documents/document-fault.ts";
import { checkUnpackedSizes, readZipDirectory } from "../documents/zip-directory.ts";

/** Rows of one sheet, the first by default. Throws a DocumentFault. */
export async function readSheet(bytes: Uint8Array<ArrayBuffer>, wanted: string | null): Promise<ReadSheet> {
  checkArchive(bytes);
  return inWords(async () => {
    const sheets = await sheetNames(bytes);
    const at = findSheet(sheets, wanted);
    let columns: string[] | null = null;
    const rows: Cell[][] = [];
    let cells = 0;
    for await (const { values } of streamXlsxRows(bytes, { sheet: at })) {
      const row = values.map(cellOf);
      while (row.length > 0 && row.at(-1) === null) row.pop();
      if (row.length === 0) continue;
      if (row.length > SHEET_LIMITS.columns) throw tooLarge(`${SHEET_LIMITS.columns} columns`);
      if (columns === null) {
        columns = row.map((cell, i) => String(cell ?? "").trim() || columnLetters(i));
        continue;
      }
      for (let i = columns.length; i < row.length; i++) columns.push(columnLetters(i));
      cells += row.length;
      if (rows.length >= SHEET_LIMITS.rows) throw tooLarge(`${SHEET_LIMITS.rows} rows`);
      if (cells > SHEET_LIMITS.cells) throw tooLarge(`${SHEET_LIMITS.cells} cells`);
      rows.push(row);
    }
    return { sheets, sheet: sheets[at] ?? "", columns: columns ?? [], rows };
  });
}

/**
 * The workbook with rows below the last used one of a sheet; what else is in it (formats, formulas, other sheets, charts) stays
 * as it was. A sheet of another name is added. Throws a DocumentFault.
 */
export async function appendRows(bytes: Uint8Array<ArrayBuffer>, added: SheetRows): Promise<Uint8Array<ArrayBuffer>> {
  checkArchive(bytes);
  return inWords(async () => {
    const book = await openXlsx(bytes);
    if (book.sheets.reduce((sum, sheet) => sum + extent(sheet.rows), 0) > SHEET_LIMITS.cells)
      throw tooLarge(`${SHEET_LIMITS.cells} cells`);
    let sheet = added.sheet === null ? book.sheets[0] : book.sheets.find(({ name }) => isSame(name, added.sheet ?? ""));
    if (!sheet) {
      if (book.sheets.length >= SHEET_LIMITS.sheets) throw tooLarge(`${SHEET_LIMITS.sheets} sheets`);
      sheet = { name: (added.sheet ?? "").slice(0, 31), rows: [] };
      book.sheets.push(sheet);
    }
    const { rows } = sheet;
    const headerAt = Math.max(
      0,
      rows.findIndex((row) => row.some((cell) => cell !== null && cell !== "")),
    );
    const header = rows[headerAt] ?? [];
    rows[headerAt] = header;
    const places = added.columns.map((name) => {
      const known = header.findIndex((cell) => isSame(String(cell ?? ""), name));
      return known >= 0 ? known : header.push(name) - 1;
    });
    if (header.length > SHEET_LIMITS.columns) throw tooLarge(`${SHEET_LIMITS.columns} columns`);
    let last = rows.length;
    while (last > headerAt + 1 && (rows[last - 1] ?? []).every((cell) => cell === null || cell === "")) last -= 1;
    for (const [i, values] of added.rows.entries()) {
      const row: Cell[] = Array.from({ length: header.length }, () => null);
      for (const [j, value] of values.entries()) row[places[j] ?? j] = value;
      rows[last + i] = row;
    }
    if (rows.length - headerAt - 1 > SHEET_LIMITS.rows) throw tooLarge(`${SHEET_LIMITS.rows} rows`);
    return new Uint8Array(await saveXlsx(book));
  });
}

async function sheetNames(bytes: Uint8Array): Promise<string[]> {
  const names: string[] = [];
  await readXlsx(bytes, {
    sheets: ({ name, index }) => {
      names[index] = name;
      return false;
    },
  });
  return names;
}

function findSheet(sheets: readonly string[], wanted: string | null): number {
  const at = wanted === null || wanted === "" ? 0 : sheets.findIndex((name) => isSame(name, wanted));
  if (at >= 0 && sheets.length > 0) return at;
  const known = sheets.slice(0, 10).map((name) => `"${name.slice(0, 31)}"`);
  throw new DocumentFault("document.unknown-part", `The workbook has no such sheet; it has ${known.join(", ")}.`);
}

const isSame = (a: string, b: string): boolean =>
  a.normalize("NFC").trim().toLowerCase() === b.normalize("NFC").trim().toLowerCase();

const extent = (rows: readonly (readonly unknown[])[]): number => rows.reduce((sum, row) => sum + row.length, 0);

function cellOf(value: unknown): Cell {
  if (value instanceof Date) return isoOf(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value;
  if (typeof value !== "string" || value === "" || /^#(?:N\/A|VALUE!|REF!|DIV\/0!|NUM!|NAME\?|NULL!)$/.test(value))
    return null;
  return value.slice(0, SHEET_LIMITS.cellLength);
}

/** A day without a time is written as the day alone, as in a CSV file. */
function isoOf(date: Date): Cell {
  if (Number.isNaN(date.getTime())) return null;
  const text = date.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 19);
}

/** A, B ... Z, AA ... as a spreadsheet calls its columns. */
function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** Throws a DocumentFault for what is no workbook, is encrypted, or unpacks to more than is read here. */
function checkArchive(bytes: Uint8Array<ArrayBuffer>): void {
  const isOldOffice = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  if (isOldOffice) {
    throw new DocumentFault(
      "document.unsupported-type",
      "The workbook is protected by a password or of the format from before 2007; save it as XLSX without a password.",
    );
  }
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    throw new DocumentFault("document.type-mismatch", "The file is no XLSX workbook.");
  const entries = readZipDirectory(bytes);
  if (entries.some((entry) => entry.encrypted)) throw encryptedFault();
  if (!entries.some(({ name }) => /^\/?xl\/workbook\.(?:xml|bin)$/i.test(name)))
    throw new DocumentFault("document.type-mismatch", "The archive is no XLSX workbook.");
  checkUnpackedSizes(bytes, entries, ({ name }) => !name.startsWith("xl/media/"), SHEET_LIMITS.unpackedBytes);
}

/** The reader's own errors may quote the workbook. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EncryptedFileError) throw encryptedFault();
    if (error instanceof HucreError)
      throw new DocumentFault("document.broken", "The workbook cannot be read: its structure is damaged.");
    throw error;
  }
}

const tooLarge = (what: string): DocumentFault =>
  new DocumentFault("document.too-complex", `The workbook has more than ${what}.`);
