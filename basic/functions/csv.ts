/** CSV text and rows (reference 3.9, "Row results"). Reading is csv-parse's; workerd has the Buffer that it uses. */
import { parse } from "csv-parse/sync";
import { BasicError, ERR } from "../errors.ts";
import { isObject, listOf } from "../operations/compare.ts";
import { checkTextLength, MAX_LIST, type OperationContext, SLOT_BYTES } from "../operations/context.ts";
import { toText } from "../operations/text-form.ts";
import { type BasicObject, newObject, RecordSet, type Value } from "../values.ts";

const MAX_COLUMNS = 1000;

/**
 * Rows of a CSV text: the header names the columns; `,`, `;` or tab separates, whichever the header holds most of; cells
 * are trimmed; a column of numbers without leading zeros becomes numbers, one of true/false booleans; an empty cell is NULL.
 * Error 5 where the text cannot be read.
 */
export function parseCsv(text: string, context: OperationContext): RecordSet {
  checkTextLength(text.length);
  // The reader looks at each character.
  context.charge(text.length);
  const table = readCells(text);
  const header = table.shift() ?? [];
  // Before anything goes over the columns one by one: a line of commas has a million of them.
  if (header.length > MAX_COLUMNS)
    throw new BasicError(ERR.memory, `The CSV text has more than ${MAX_COLUMNS} columns.`);
  const columns = uniqueNames(header);
  if (table.length > MAX_LIST) throw new BasicError(ERR.memory, `The CSV text has more than ${MAX_LIST} rows.`);
  context.charge(2 * columns.length * table.length);
  context.allocate(SLOT_BYTES * columns.length * table.length);
  const types = columns.map((_, i) => columnType(table, i));
  const rows = table.map((cells) =>
    newObject(columns.map((name, i) => [name, typed(cells[i] ?? "", types[i] ?? "text")] as const)),
  );
  return new RecordSet(rows, columns);
}

function readCells(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    throw new BasicError(
      ERR.badCall,
      `This text is not CSV: ${error instanceof Error ? error.message : "cannot be read"}.`,
    );
  }
}

function separatorOf(text: string): string {
  const [header = ""] = text.slice(0, 10_000).split(/\r\n|\n|\r/, 1);
  const count = (separator: string): number => header.split(separator).length;
  return [";", "\t"].reduce((best, separator) => (count(separator) > count(best) ? separator : best), ",");
}

/** Empty and repeated names get a number, so that no column hides another. */
function uniqueNames(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((name, i) => {
    const base = name || `col${i + 1}`;
    let unique = base;
    for (let n = 2; seen.has(unique); n++) unique = `${base}_${n}`;
    seen.add(unique);
    return unique;
  });
}

type ColumnType = "number" | "boolean" | "text";

function columnType(table: readonly (readonly string[])[], column: number): ColumnType {
  const cells = table.map((cells) => cells[column] ?? "").filter((cell) => cell !== "");
  if (cells.length === 0) return "text";
  if (cells.every((cell) => /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,20})?$/.test(cell))) return "number";
  return cells.every((cell) => /^(?:true|false)$/i.test(cell)) ? "boolean" : "text";
}

function typed(cell: string, type: ColumnType): Value {
  if (cell === "") return null;
  if (type === "number") return Number(cell);
  return type === "boolean" ? cell.toLowerCase() === "true" : cell;
}

/**
 * CSV of rows: a list of objects or a record set with a header, a list of lists without, one object as a single row, and
 * any other value as a single cell. Lines end in `\n`.
 */
export function toCsv(value: Value, context: OperationContext): string {
  const list = listOf(value) ?? [value];
  const rows = list.filter(isObject);
  const lines =
    rows.length === list.length && rows.length > 0
      ? objectLines(rows, columnsOf(value, rows), context)
      : list.map((row) => line(listOf(row) ?? [row], context));
  checkTextLength(lines.reduce((length, text) => length + text.length + 1, 0));
  return lines.join("\n");
}

function columnsOf(value: Value, rows: readonly BasicObject[]): string[] {
  const names = new Set(value instanceof RecordSet ? value.columns : []);
  for (const row of rows) for (const key of Object.keys(row)) names.add(key);
  return [...names];
}

function objectLines(rows: readonly BasicObject[], columns: readonly string[], context: OperationContext): string[] {
  const header = line(columns, context);
  return [
    header,
    ...rows.map((row) =>
      line(
        columns.map((column) => row[column] ?? null),
        context,
      ),
    ),
  ];
}

function line(cells: readonly Value[], context: OperationContext): string {
  context.charge(cells.length);
  return cells
    .map((cell) => {
      const text = toText(cell, context);
      return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(",");
}
