/** The documented operations of a bot's tables. */
import * as z from "zod";
import type { FaultCode } from "../../contracts/faults.ts";
import { XLSX_TYPE } from "../../contracts/gateway-sheets.ts";
import {
  type ImportReport,
  type RowsPage,
  rowValues,
  TABLE_LIMITS,
  type TableSummary,
} from "../../contracts/tables.ts";
import type { Operation } from "./operations.ts";

const TABLES = "/api/v1/bots/{bot}/tables";
const ROWS = `${TABLES}/{table}/rows`;
const ENTRY: FaultCode[] = ["auth.required", "auth.invalid", "auth.forbidden", "bot.unknown", "service.unavailable"];
const READ: FaultCode[] = [...ENTRY, "table.unknown", "request.invalid"];
const WRITE: FaultCode[] = [...READ, "table.refused", "request.too-large", "request.unsupported-type"];
const once = "1 to 255 characters. A request with a key that was used before changes nothing and answers as then.";
const version = "The row's version in quotation marks. The change is refused when the row has another one by now.";
const selection = {
  filter: z.string().describe('A filter of the language: total > 10 AND name LIKE "A%".'),
  order: z.string().describe("Columns, separated by commas; DESC behind a column turns its order round."),
};

export const tableOperations: Operation[] = [
  {
    method: "get",
    path: TABLES,
    id: "listTables",
    summary: "The bot's tables with their columns, types, keys, indexes and numbers of rows. Scope data:read.",
    security: "api",
    query: { limit: z.int().min(1).max(TABLE_LIMITS.tables), cursor: z.string() },
    answers: { 200: "TablePage" },
    faults: [...ENTRY, "request.invalid"],
  },
  {
    method: "get",
    path: ROWS,
    id: "listRows",
    summary: "A page of the table's rows. Scope data:read.",
    security: "api",
    query: { ...selection, limit: z.int().min(1).max(TABLE_LIMITS.page), cursor: z.string() },
    answers: { 200: "RowsPage" },
    faults: READ,
  },
  {
    method: "post",
    path: ROWS,
    id: "insertRow",
    summary: "Adds a row. Scope data:write.",
    security: "api",
    body: rowValues,
    headers: { "Idempotency-Key": once },
    answers: { 201: "InsertedRow" },
    faults: WRITE,
  },
  {
    method: "patch",
    path: `${ROWS}/{row}`,
    id: "changeRow",
    summary: "Sets columns of a row; the others stay. Scope data:write.",
    security: "api",
    body: rowValues,
    headers: { "Idempotency-Key": once, "If-Match": version },
    answers: { 204: "" },
    faults: [...WRITE, "table.row-unknown", "table.conflict"],
  },
  {
    method: "delete",
    path: `${ROWS}/{row}`,
    id: "deleteRow",
    summary: "Deletes a row. Scope data:write.",
    security: "api",
    headers: { "Idempotency-Key": once, "If-Match": version },
    answers: { 204: "" },
    faults: [...READ, "table.refused", "table.row-unknown", "table.conflict"],
  },
  {
    method: "get",
    path: `${TABLES}/{table}/export`,
    id: "exportTable",
    summary: "The table as a file, streamed. Scope data:read.",
    security: "api",
    query: { ...selection, format: z.enum(["csv", "json", "xlsx"]) },
    answers: { 200: "*/*" },
    faults: READ,
  },
  {
    method: "post",
    path: `${TABLES}/{table}/import`,
    id: "importTable",
    summary: `Reads a file into the table: text/csv, application/json (a list of objects) or ${XLSX_TYPE}. Scope data:write.`,
    security: "api",
    body: "text/csv",
    query: {
      key: z.string().describe("Columns, separated by commas: rows that agree in them are changed."),
      columns: z.string().describe('JSON: {"column of the file":"column of the table","another":null}.'),
      dryRun: z.boolean().describe("Says what would be, and changes nothing."),
      sheet: z.string().describe("Of a workbook; the first otherwise."),
    },
    headers: { "Idempotency-Key": `${once} An import that was broken off goes on where it was.` },
    answers: { 200: "ImportReport" },
    faults: WRITE,
  },
];

const column = z.object({
  name: z.string(),
  type: z.string().nullable(),
  required: z.boolean(),
  generated: z.boolean(),
});
const table: z.ZodType<TableSummary> = z.object({
  name: z.string(),
  rows: z.int(),
  declared: z.boolean(),
  columns: z.array(column),
  key: z.array(z.string()),
  indexes: z.array(z.array(z.string())),
});
const rowsPage: z.ZodType<RowsPage> = z.object({
  columns: z.array(z.string()),
  items: z.array(z.object({ row: z.string(), version: z.string(), values: z.record(z.string(), z.json()) })),
  nextCursor: z.string().nullable(),
});
const report: z.ZodType<ImportReport> = z.object({
  dryRun: z.boolean(),
  rows: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  failed: z.int(),
  errors: z.array(z.object({ line: z.int(), message: z.string() })),
  columns: z.array(z.string()),
  warnings: z.array(z.string()),
  complete: z.boolean(),
});

export const tableAnswers = {
  TablePage: z.object({ items: z.array(table), nextCursor: z.string().nullable() }),
  RowsPage: rowsPage,
  InsertedRow: z.object({ id: z.json() }),
  ImportReport: report,
};
