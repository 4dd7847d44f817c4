/**
 * Reads a file into a table. The rows are written in slices, each under a name of its own: a second call with the same name
 * goes on where the first was broken off. A slice with a bad row is halved until the row is alone; the others are kept.
 */
import { BasicError } from "../../basic/errors.ts";
import { parseCsv } from "../../basic/functions/csv.ts";
import { isObject } from "../../basic/operations/compare.ts";
import type { OperationContext } from "../../basic/operations/context.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { DataApi, DataChange, SaveRow } from "../../contracts/objects.ts";
import { type ImportOptions, type ImportReport, type ImportSource, TABLE_LIMITS } from "../../contracts/tables.ts";
import { jsonDepth, MAX_JSON_DEPTH } from "../../platform/json-depth.ts";

const SLICE = 1_000;
/** The reader's own bounds are those of the file. */
const CONTEXT: OperationContext = { timeZone: "UTC", strict: false, charge() {}, allocate() {} };

interface FileRows {
  columns: string[];
  rows: JsonValue[][];
  lines: number[];
}

export async function importRows(
  change: DataApi["change"],
  effect: string,
  table: string,
  source: ImportSource,
  options: ImportOptions,
): Promise<Result<ImportReport>> {
  const read = readFile(source);
  if (!read.ok) return read;
  const { columns, rows, lines } = read.value;
  if (rows.length > TABLE_LIMITS.importRows) {
    return fail(
      "request.invalid",
      `The file has ${rows.length} rows; ${TABLE_LIMITS.importRows} can be imported at once.`,
    );
  }
  const targets = columns.map((name) => targetOf(name, options.mapping));
  const report: ImportReport = {
    dryRun: options.dryRun,
    rows: rows.length,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    failed: 0,
    errors: [],
    columns: targets.filter((name) => name !== null),
    warnings: [],
    complete: true,
  };
  const world = { now: options.now, timeZone: "UTC", ...(options.dryRun ? { dryRun: true } : {}) };
  const changeOf = (from: number, to: number): DataChange => {
    const saved = rows.slice(from, to).map((values) => rowOf(targets, values));
    return options.key === null
      ? { kind: "insert", table, rows: saved }
      : { kind: "merge", table, rows: saved, key: options.key };
  };
  const write = async (from: number, to: number): Promise<void> => {
    const written = await change(`${effect}/${from}-${to}`, changeOf(from, to), world);
    if (written.ok) {
      report.inserted += written.value.inserted;
      report.updated += written.value.updated;
      report.unchanged += written.value.unchanged;
      for (const warning of written.value.warnings)
        if (report.warnings.length < 20 && !report.warnings.includes(warning)) report.warnings.push(warning);
      return;
    }
    if (to - from === 1) {
      report.failed += 1;
      report.errors.push({ line: lines[from] ?? from + 1, message: written.detail });
      return;
    }
    const middle = (from + to) >> 1;
    await write(from, middle);
    if (report.errors.length < TABLE_LIMITS.importErrors) await write(middle, to);
    else report.complete = false;
  };
  for (let from = 0; from < rows.length; from += SLICE) {
    if (report.errors.length >= TABLE_LIMITS.importErrors) {
      report.complete = false;
      break;
    }
    await write(from, Math.min(from + SLICE, rows.length));
  }
  return ok(report);
}

function targetOf(column: string, mapping: ImportOptions["mapping"]): string | null {
  const wanted = column.trim().toLowerCase();
  const found = Object.entries(mapping).find(([from]) => from.trim().toLowerCase() === wanted);
  return found ? found[1] : column;
}

function rowOf(targets: readonly (string | null)[], values: readonly JsonValue[]): SaveRow {
  const fields = targets.flatMap((name, i) => (name === null ? [] : [{ name, value: values[i] ?? null }]));
  const own = fields.find(({ name }) => name.toLowerCase() === "id");
  return { id: own?.value ?? null, fields: fields.filter((field) => field !== own) };
}

function readFile(source: ImportSource): Result<FileRows> {
  if (source.format === "rows") {
    return ok({ columns: source.columns, rows: source.rows, lines: source.rows.map((_, i) => i + 2) });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(source.bytes);
  } catch {
    return fail("request.invalid", "The file is not UTF-8 text.");
  }
  return source.format === "csv" ? readCsv(text) : readJson(text);
}

function readCsv(text: string): Result<FileRows> {
  try {
    const { rows, columns } = parseCsv(text, CONTEXT);
    const values = rows.map((row) => columns.map((name) => (row[name] ?? null) as JsonValue));
    return ok({ columns, rows: values, lines: recordLines(text).slice(1) });
  } catch (error) {
    if (error instanceof BasicError) return fail("request.invalid", error.message);
    throw error;
  }
}

/** The line on which each record begins: a quoted cell may go over several, and empty lines are none. */
function recordLines(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let isQuoted = false;
  let isStart = true;
  let isEmpty = true;
  for (const character of text) {
    if (character === "\n") {
      line += 1;
      if (!isQuoted) {
        isStart = true;
        isEmpty = true;
      }
      continue;
    }
    if (isEmpty && character.trim() !== "" && character !== "\ufeff") {
      lines.push(line);
      isEmpty = false;
    }
    if (character === '"' && (isStart || isQuoted)) isQuoted = !isQuoted;
    isStart = character === "," || character === ";" || character === "\t" || (isStart && character.trim() === "");
  }
  return lines;
}

/** A list of objects; the columns are all of their fields, in the order in which they first come. */
function readJson(text: string): Result<FileRows> {
  if (jsonDepth(text) > MAX_JSON_DEPTH)
    return fail("request.invalid", `The file is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    return fail("request.invalid", `The file is not JSON${at === undefined ? "" : `: see character ${at}`}.`);
  }
  if (!Array.isArray(data)) return fail("request.invalid", "The file is to be a JSON list of objects.");
  const bad = data.findIndex((row) => typeof row !== "object" || row === null || Array.isArray(row));
  if (bad >= 0) return fail("request.invalid", `Element ${bad + 1} of the list is no object.`);
  const objects: Record<string, JsonValue>[] = data.filter(
    isObject as (row: unknown) => row is Record<string, JsonValue>,
  );
  const columns = [...new Set(objects.flatMap((row) => Object.keys(row)))];
  const rows = objects.map((row) => columns.map((name) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null)));
  return ok({ columns, rows, lines: objects.map((_, i) => i + 1) });
}
