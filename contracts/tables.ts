/** A bot's tables as people see and edit them: what there is, pages of rows, changes of single rows, files in and out. */
import * as z from "zod";
import type { JsonValue } from "./json.ts";

export const TABLE_LIMITS = {
  /** Rows of a page, and of a page of an export. */
  page: 500,
  exportPage: 1_000,
  tables: 100,
  /** Bytes and rows of an imported file. */
  importBytes: 10 * 1024 * 1024,
  importRows: 100_000,
  importErrors: 100,
  nameLength: 200,
  rowBytes: 1024 * 1024,
} as const;

export interface TableSummary {
  name: string;
  rows: number;
  /** A TABLE block of the current release says what its columns are. */
  declared: boolean;
  columns: TableColumn[];
  /** Columns of its key. */
  key: string[];
  /** Columns of each of its indexes. */
  indexes: string[][];
}
export interface TableColumn {
  name: string;
  /** As declared; null where scripts made the column by writing to it. */
  type: string | null;
  required: boolean;
  /** Computed from others, or an id that the product gives: not to be written. */
  generated: boolean;
}

/** `filter` is text of the filter language (docs/language). Order as `column` or `column DESC`, separated by commas. */
export interface RowsQuery {
  filter: string;
  order: { column: string; descending: boolean }[];
  limit: number;
  cursor: string | null;
  /** ms; what NOW() means. */
  now: number;
}
export interface TableRow {
  /** Names the row for changing it. */
  row: string;
  /** Another one as soon as a value of the row is another. */
  version: string;
  values: Record<string, JsonValue>;
}
export interface RowsPage {
  columns: string[];
  items: TableRow[];
  nextCursor: string | null;
}

/** One thing that a release changes in the tables. */
/** What could not be done as a declaration of this table says. */
export type TableWarning = { table: string; message: string };

export type PlanStep = {
  table: string;
  change: "create" | "column" | "type" | "key" | "required" | "index" | "removed" | "connection";
  /** Columns with commas between them for a key of several. */
  column: string | null;
  /** Rows in which a value changes. */
  rows: number;
  /** Rows that do not meet what is declared and stay as they are. */
  problems: number;
  /** Some of their values, as JSON. */
  examples: string[];
  message: string;
};

export const rowValues = z.strictObject({ values: z.record(z.string().min(1).max(TABLE_LIMITS.nameLength), z.json()) });
export type RowValues = z.infer<typeof rowValues>;

/** A file that is read into a table; a sheet of a workbook comes as its rows. */
export type ImportSource =
  | { format: "csv" | "json"; bytes: ArrayBuffer }
  | { format: "rows"; columns: string[]; rows: JsonValue[][] };

export interface ImportOptions {
  /** Rows that agree with one of the table in these columns change it; null: every row is a new one. */
  key: string[] | null;
  /** Column of the file to column of the table; null leaves it out. What is not named keeps its name. */
  mapping: Record<string, string | null>;
  /** Nothing is changed; the answer says what would be. */
  dryRun: boolean;
  now: number;
}

export interface ImportReport {
  dryRun: boolean;
  rows: number;
  inserted: number;
  updated: number;
  unchanged: number;
  /** Rows that were refused; the others are in the table. */
  failed: number;
  /** The first of them. `line` of the file (CSV), else the number of the row, counted from 1. */
  errors: { line: number; message: string }[];
  columns: string[];
  warnings: string[];
  /** False: so many rows were refused that the rest was left undone. */
  complete: boolean;
}
