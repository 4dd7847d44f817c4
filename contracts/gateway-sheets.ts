/**
 * Sheets and templates at the gateway: rows of an XLSX workbook, rows added to one, and a DOCX template that is filled. What has
 * to be written anew needs no gateway (platform/xlsx-stream.ts).
 */
import * as z from "zod";

const MIB = 1024 * 1024;

export const SHEET_LIMITS = {
  bodyBytes: 32 * MIB,
  /** What all parts of a workbook may unpack to. */
  unpackedBytes: 256 * MIB,
  rows: 100_000,
  columns: 1_000,
  /** Cells of the rectangle from the first to the last that is used. */
  cells: 2_000_000,
  /** Excel ends a cell there; UTF-16 units. */
  cellLength: 32_767,
  sheets: 255,
  /** JSON of the answer. */
  answerBytes: 160 * MIB,
  /** Rows that one call adds to a workbook. */
  appended: 10_000,
  templateData: 4 * MIB,
} as const;

/** `POST` with the workbook's bytes; `?sheet=` names the sheet, without regard to case; absent is the first. */
export const READ_SHEET_PATH = "/v1/sheets/read";
/** `POST`; the body is `partsOf` a JSON SheetRows and the workbook's bytes. Answers the new bytes. */
export const APPEND_SHEET_PATH = "/v1/sheets/append";
/** `POST`; the body is `partsOf` a JSON object and the template's bytes. Answers the filled document's bytes. */
export const FILL_TEMPLATE_PATH = "/v1/documents/fill";

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Dates come as ISO 8601 text, formulas as the value that was last computed, errors as null. */
export const cellSchema = z.union([z.null(), z.boolean(), z.number(), z.string()]);
export type Cell = z.infer<typeof cellSchema>;

/** The first row that is not empty names the columns; a column without a name is called by its letter. */
export const readSheetSchema = z.object({
  sheets: z.array(z.string()),
  sheet: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(cellSchema)),
});
export type ReadSheet = z.infer<typeof readSheetSchema>;

/** Rows to add below the last one. A column that the sheet does not have is added to its header. */
export const sheetRowsSchema = z.object({
  sheet: z.string().max(200).nullable(),
  columns: z.array(z.string().max(SHEET_LIMITS.cellLength)).min(1).max(SHEET_LIMITS.columns),
  rows: z.array(z.array(cellSchema).max(SHEET_LIMITS.columns)).max(SHEET_LIMITS.appended),
});
export type SheetRows = z.infer<typeof sheetRowsSchema>;

/** A JSON value and bytes in one body: four bytes of its length (big-endian), the JSON as UTF-8, the bytes. */
export function partsOf(head: unknown, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const body = new Uint8Array(4 + json.byteLength + bytes.byteLength);
  new DataView(body.buffer).setUint32(0, json.byteLength);
  body.set(json, 4);
  body.set(bytes, 4 + json.byteLength);
  return body;
}

/** The other way; null where the body is not made so, or its JSON is longer than `longest` bytes. */
export function readParts(
  body: Uint8Array<ArrayBuffer>,
  longest: number,
): { head: unknown; bytes: Uint8Array<ArrayBuffer> } | null {
  if (body.byteLength < 4) return null;
  const length = new DataView(body.buffer, body.byteOffset).getUint32(0);
  if (length > longest || 4 + length > body.byteLength) return null;
  try {
    const head: unknown = JSON.parse(
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body.subarray(4, 4 + length)),
    );
    return { head, bytes: body.slice(4 + length) };
  } catch {
    return null;
  }
}
