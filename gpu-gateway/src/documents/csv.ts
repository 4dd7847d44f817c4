// CSV: one line a row. Where the first row names the columns, each value stands behind its column's name, because a row
// that is found by itself later means nothing without them.
import { parse } from "csv-parse/sync";
import type { ExtractedDocument, ExtractOptions } from "../../../contracts/gateway.ts";
import type { TextSource } from "./detect-type.ts";
import { DocumentFault } from "./document-fault.ts";
import { createPageText, createTextBudget } from "./page-text.ts";

const DELIMITERS = [",", ";", "\t", "|"];
const MAX_RECORD = 1024 * 1024;
const MAX_COLUMNS = 2_000;
const MAX_HEADER_CELL = 200;
const SAMPLE_LENGTH = 64 * 1024;
const SAMPLE_ROWS = 50;

export function readCsv(source: TextSource, options: ExtractOptions): ExtractedDocument {
  const page = createPageText(1, createTextBudget(options));
  let rows = 0;
  let header: readonly string[] = [];
  parseRows(source.text, delimiterOf(source.text), (row) => {
    if (row.length > MAX_COLUMNS) {
      throw new DocumentFault("document.too-complex", `The table has a row with more than ${MAX_COLUMNS} columns.`);
    }
    if (rows === 0 && isHeader(row)) header = row.map(oneLine);
    else page.addLine(lineOf(row, header));
    rows += 1;
  });
  if (rows === 1 && header.length > 0) page.addLine(header.join("; "));
  return { type: "csv", title: null, pages: [page.finish()], warnings: [...source.warnings] };
}

function parseRows(text: string, delimiter: string, onRow: (row: readonly string[]) => void, lastRow?: number): void {
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      // A quote inside an unquoted value is common in tables written by hand and does no harm.
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: MAX_RECORD,
      ...(lastRow === undefined ? {} : { to: lastRow }),
      // Returning null drops the row: the parser keeps no table of its own.
      on_record: (row: readonly string[]) => {
        onRow(row);
        return null;
      },
    });
  } catch (error) {
    if (error instanceof DocumentFault) throw error;
    throw new DocumentFault("document.broken", `The table cannot be read: ${csvMistake(error)}.`);
  }
}

/** The parser's messages quote the table, so only its code and line are passed on. */
function csvMistake(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "its rows are not well-formed";
  const line = "lines" in error && typeof error.lines === "number" ? ` (line ${error.lines})` : "";
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return `a quoted value is never closed${line}`;
  if (error.code === "CSV_INVALID_CLOSING_QUOTE") return `a closing quote is followed by more text${line}`;
  if (error.code === "CSV_MAX_RECORD_SIZE") return `a row is longer than ${MAX_RECORD} characters${line}`;
  return `its rows are not well-formed${line}`;
}

/** The delimiter that gives most rows of a sample the same number of columns, and the most columns among equals. */
function delimiterOf(text: string): string {
  const cut = text.length > SAMPLE_LENGTH ? text.lastIndexOf("\n", SAMPLE_LENGTH) : text.length;
  const sample = text.slice(0, cut > 0 ? cut : SAMPLE_LENGTH);
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>();
    let rows = 0;
    try {
      parseRows(
        sample,
        delimiter,
        (row) => {
          rows += 1;
          counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
        },
        SAMPLE_ROWS,
      );
    } catch {
      continue; // With this delimiter the sample is no table; the whole text says so again if none fits.
    }
    for (const [columns, count] of counts) {
      const score = columns > 1 ? count / rows + Math.min(columns, 100) / 1000 : 0;
      if (score > best.score) best = { delimiter, score };
    }
  }
  return best.delimiter;
}

/** A header's cells are short, differ from each other, are mostly present, and none is a number. */
function isHeader(row: readonly string[]): boolean {
  const cells = row.filter((cell) => cell !== "");
  if (cells.length === 0 || cells.length < row.length / 2) return false;
  const different = new Set(cells.map((cell) => cell.toLowerCase())).size === cells.length;
  return (
    different && cells.every((cell) => cell.length <= MAX_HEADER_CELL && !/^[-+€$£¥]?\s*\d[\d.,:/\s-]*%?$/.test(cell))
  );
}

function lineOf(row: readonly string[], header: readonly string[]): string {
  const parts: string[] = [];
  for (const [index, cell] of row.entries()) {
    const value = oneLine(cell);
    const name = header[index];
    if (value !== "") parts.push(name ? `${name}: ${value}` : value);
  }
  return parts.join("; ");
}

function oneLine(cell: string): string {
  return cell.replaceAll(/\s+/g, " ").trim();
}
