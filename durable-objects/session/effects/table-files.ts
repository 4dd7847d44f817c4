/**
 * Data files as rows: CSV, JSON and sheets of XLSX workbooks, of the drive and of the release below it (reference 3.9). A CSV or
 * JSON file that scripts change lives on as a table of its name, which began with its rows; a workbook stays a file.
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { parseCsv, toCsv } from "../../../basic/functions/csv.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { fromPlain, toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { type BasicObject, newObject, RecordSet, type Value } from "../../../basic/values.ts";
import { type Cell, SHEET_LIMITS } from "../../../contracts/gateway-sheets.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { DataChange, DataChanged } from "../../../contracts/objects.ts";
import { GatewayError } from "../../../platform/gateway-client.ts";
import { appendToSheet, readSheet } from "../../../platform/gateway-sheets.ts";
import { bytesOf } from "../../../platform/hmac.ts";
import { xlsxStream } from "../../../platform/xlsx-stream.ts";
import { callObject, dataObject } from "../../objects.ts";
import { FILE_LIMIT_MS, fileValue, pathArgument, storeFile } from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { type FoundFile, fileOrRaise, findFile, gatewayFor, readBytes, readText } from "./package-files.ts";
import { plain, rowsOf } from "./table-changes.ts";

export interface Found {
  rows: BasicObject[];
  columns: string[];
}

const DATA_FILE = /\.(?:csv|json|xlsx(?:#[^/\\]*)?)$/i;
const WORKBOOK = /\.xlsx(?:#[^/\\]*)?$/i;
/** Rows of a table that EXPORT writes, read in pages. */
const MAX_EXPORTED = 100_000;
const EXPORT_PAGE = 5_000;

export const isDataFile = (name: string): boolean => DATA_FILE.test(name.trim());
export const isWorkbook = (name: string): boolean => WORKBOOK.test(name.trim());

/** `book.xlsx#Sheet`; null is the first sheet. */
function splitSheet(name: string): { path: string; sheet: string | null } {
  const [, path = name, sheet = ""] = /^(.*\.xlsx)#([^/\\]*)$/i.exec(name.trim()) ?? [];
  return { path: path.trim(), sheet: sheet.trim() || null };
}

/** The data file that a source names; null where there is none of this name. */
export const findDataFile = (name: string, context: EffectContext): Promise<FoundFile | null> =>
  findFile(splitSheet(name).path, context);

/** The rows of a data file. Error 5 where it is not what its name says. */
export async function fileRows(file: FoundFile, source: string, context: EffectContext): Promise<Found> {
  if (isWorkbook(file.name)) return sheetRows(file, splitSheet(source).sheet, context);
  const text = await readText(file, context);
  if (/\.csv$/i.test(file.name)) return parseCsv(text, context.values);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new BasicError(ERR.badCall, `The data file "${file.path}" is not JSON.`);
  }
  const value = fromPlain(data, context.values);
  const rows = (Array.isArray(value) ? value : [value]).filter(isObject);
  return { rows, columns: columnsOf(rows) };
}

async function sheetRows(file: FoundFile, sheet: string | null, context: EffectContext): Promise<Found> {
  const gateway = gatewayFor(`"${file.path}" needs the GPU gateway to be read`, context);
  const bytes = await readBytes(file, context, SHEET_LIMITS.bodyBytes);
  const read = await inWords(file.path, () => readSheet(gateway, bytes, sheet, context.signal));
  const { columns } = read;
  const rows = read.rows.map((cells) => newObject(columns.map((name, i) => [name, cells[i] ?? null] as const)));
  return { rows, columns };
}

/** SAVE and INSERT of a workbook: rows below its last one; formats, formulas and other sheets stay (reference 3.9). */
export async function appendToWorkbook(change: DataChange, context: EffectContext): Promise<DataChanged> {
  if (change.kind !== "save" && change.kind !== "insert") {
    throw new BasicError(
      ERR.badCall,
      `Rows of a workbook can be added, not changed: IMPORT "${change.table}" and SAVE its rows in a table.`,
    );
  }
  const { path, sheet } = splitSheet(change.table);
  const file = await findFile(path, context);
  const columns: string[] = [];
  const known = file ? await sheetColumns(file, sheet, context) : [];
  const rows = change.rows.map(({ id, fields }) => {
    const named = id === null ? fields : [{ name: "id", value: id }, ...fields];
    const row: Cell[] = [];
    for (const [i, { name, value }] of named.entries()) {
      const column = name ?? known[i] ?? `col${i + 1}`;
      let at = columns.findIndex((one) => one.toLowerCase() === column.toLowerCase());
      if (at < 0) at = columns.push(column) - 1;
      while (row.length < at) row.push(null);
      row[at] = cellOf(value);
    }
    return row;
  });
  let bytes: Uint8Array<ArrayBuffer>;
  if (file) {
    const gateway = gatewayFor(`"${file.path}" needs the GPU gateway to be changed`, context);
    const book = await readBytes(file, context, SHEET_LIMITS.bodyBytes);
    bytes = await inWords(path, () => appendToSheet(gateway, book, { sheet, columns, rows }, context.signal));
  } else bytes = await workbookOf(sheet ?? "Sheet1", columns, pagesOf(rows));
  await storeFile(file?.layer === "drive" ? file.path : path, bytes, context);
  return {
    ids: change.rows.map(({ id }) => id),
    affected: rows.length,
    inserted: rows.length,
    updated: 0,
    unchanged: 0,
    warnings: [],
    isMissing: false,
  };
}

async function sheetColumns(file: FoundFile, sheet: string | null, context: EffectContext): Promise<string[]> {
  try {
    return (await sheetRows(file, sheet, context)).columns;
  } catch (error) {
    // A sheet of another name is added to the workbook.
    if (error instanceof BasicError && error.message.includes("no such sheet")) return [];
    throw error;
  }
}

const cellOf = (value: JsonValue): Cell =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : (value as Cell);

/** What the gateway says of the file, for the script. */
export async function inWords<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new BasicError(ERR.remote, `"${path.slice(0, 200)}" could not be worked on: ${error.message}`);
  }
}

const columnsOf = (rows: readonly BasicObject[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];

// ------------------------------------------------------------------------------------------------- keywords

const importRows: EffectHandler = {
  limitMs: () => FILE_LIMIT_MS,
  async run(args, context) {
    const name = pathArgument(args["file"], context);
    if (!isDataFile(name)) {
      throw new BasicError(ERR.badCall, `IMPORT reads .csv, .json and .xlsx, and not "${name.slice(0, 200)}".`);
    }
    const file = await fileOrRaise(splitSheet(name).path, context);
    const { rows, columns } = await fileRows(file, name, context);
    return new RecordSet(rows, columns);
  },
};

const exportRows: EffectHandler = {
  limitMs: () => FILE_LIMIT_MS,
  async run(args, context) {
    const source = args["source"] ?? null;
    const { path, sheet } = splitSheet(pathArgument(args["path"], context));
    const ending = /\.(csv|json|xlsx)$/i.exec(path)?.[1]?.toLowerCase();
    if (ending === undefined)
      throw new BasicError(ERR.badCall, `EXPORT writes .csv, .json and .xlsx, and not "${path.slice(0, 200)}".`);
    const { rows, columns } = await exported(source, context);
    const set = new RecordSet(rows, columns);
    let bytes: Uint8Array<ArrayBuffer>;
    if (ending === "csv") bytes = bytesOf(`${toCsv(set, context.values)}\n`);
    else if (ending === "json") bytes = bytesOf(`${toJson(rows, context.values, 2)}\n`);
    else {
      const cells = rows.map((row) => columns.map((name) => plain(row[name] ?? null, context.values)));
      bytes = await workbookOf(sheet ?? toText(source, context.values).slice(0, 31), columns, pagesOf(cells));
    }
    return fileValue(await storeFile(path, bytes, context), context);
  },
};

/** Rows that the script holds, or all of a table's or a data file's. */
async function exported(source: Value, context: EffectContext): Promise<Found> {
  const own = rowsOf(source);
  if (own) return { rows: own, columns: source instanceof RecordSet ? source.columns : columnsOf(own) };
  const name = toText(source, context.values).trim();
  const data = dataObject(context.env, context.identity.key);
  const rows: BasicObject[] = [];
  for (let after = 0; ; ) {
    const page = await callObject(context.clock, context.signal, () =>
      data.find(name, {
        filter: null,
        orderBy: [],
        limit: EXPORT_PAGE,
        offset: 0,
        now: context.session.now,
        timeZone: context.config.timeZone,
        places: true,
        after,
      }),
    );
    if (!page.ok) throw new BasicError(ERR.badCall, page.detail);
    const { columns, exists, places = [] } = page.value;
    if (!exists) {
      const file = isDataFile(name) ? await findDataFile(name, context) : null;
      if (file) return fileRows(file, name, context);
      throw new BasicError(ERR.badCall, `EXPORT finds no table "${name.slice(0, 60)}".`);
    }
    for (const row of page.value.rows)
      rows.push(newObject(Object.entries(row).map(([key, value]) => [key, fromPlain(value, context.values)] as const)));
    const last = places.at(-1);
    if (page.value.rows.length < EXPORT_PAGE || last === undefined) return { rows, columns };
    if (rows.length >= MAX_EXPORTED) {
      throw new BasicError(
        ERR.memory,
        `EXPORT writes at most ${MAX_EXPORTED} rows; the API's export has no such bound (docs/tables-api.md).`,
      );
    }
    after = last;
  }
}

async function workbookOf(
  name: string,
  columns: readonly string[],
  pages: AsyncIterable<JsonValue[][]>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(xlsxStream(name, columns, pages)).arrayBuffer());
}

async function* pagesOf(rows: JsonValue[][]): AsyncGenerator<JsonValue[][]> {
  for (let at = 0; at < rows.length; at += EXPORT_PAGE) yield rows.slice(at, at + EXPORT_PAGE);
}

export const TABLE_FILE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  IMPORT: importRows,
  EXPORT: exportRows,
};
