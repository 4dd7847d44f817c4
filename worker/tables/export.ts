/** A table as a file: read in pages and written as they come, so that a large one needs the memory of a page. */
import { XLSX_TYPE } from "../../contracts/gateway-sheets.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { RowsPage } from "../../contracts/tables.ts";
import { csvLine } from "../../platform/csv-line.ts";
import { streamOf, xlsxStream } from "../../platform/xlsx-stream.ts";
import type { Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";

const TYPES = { csv: "text/csv; charset=utf-8", json: "application/json", xlsx: XLSX_TYPE } as const;
type Format = keyof typeof TYPES;
const isFormat = (text: string): text is Format => Object.hasOwn(TYPES, text);

/** Faults of the first page are answered as such; after that an interrupted file breaks off and is not a whole one. */
export async function exportTable(
  c: Ctx,
  table: string,
  read: (cursor: string | null) => Promise<RowsPage>,
): Promise<Response> {
  const format = c.req.query("format") ?? "csv";
  if (!isFormat(format)) throw new FaultError("request.invalid", "format is csv, json or xlsx.");
  const first = await read(null);
  const { columns } = first;
  async function* pages(): AsyncGenerator<JsonValue[][]> {
    for (let page = first; ; page = await read(page.nextCursor)) {
      yield page.items.map(({ values }) => columns.map((name) => values[name] ?? null));
      if (page.nextCursor === null) return;
    }
  }
  const name = `${table.replace(/\.(?:csv|json|xlsx)$/i, "")}.${format}`;
  const body =
    format === "xlsx"
      ? xlsxStream(table, columns, pages())
      : streamOf(encoded(format === "csv" ? csv(columns, pages()) : json(columns, pages())));
  return c.body(body, 200, {
    "content-type": TYPES[format],
    "content-disposition": `attachment; filename="table.${format}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
}

async function* csv(columns: readonly string[], pages: AsyncIterable<JsonValue[][]>): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const page of pages) yield page.map(csvLine).join("");
}

async function* json(columns: readonly string[], pages: AsyncIterable<JsonValue[][]>): AsyncGenerator<string> {
  let before = "[\n";
  for await (const page of pages) {
    for (const values of page) {
      yield before + JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, values[i]])));
      before = ",\n";
    }
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}
