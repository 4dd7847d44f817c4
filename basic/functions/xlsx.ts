/**
 * Rows as an Excel workbook of one sheet (ECMA-376, the parts that a reader needs), in a zip made by fflate. The writers
 * on the registry answer asynchronously, which a function of the language cannot.
 */
import { strToU8, zipSync } from "fflate";
import { local } from "../dates/zone.ts";
import { BasicError, ERR } from "../errors.ts";
import { isObject, listOf } from "../operations/compare.ts";
import { checkTextLength, type OperationContext } from "../operations/context.ts";
import { toText } from "../operations/text-form.ts";
import { BasicDate, FileValue, plainId, RecordSet, type Value } from "../values.ts";
import { encodeBase64 } from "./base64.ts";
import { escapeXml } from "./xml.ts";

const XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** What a sheet can hold. */
const MAX_COLUMNS = 16_384;
const MAX_CELL = 32_767;
/** Day 0 of a workbook's calendar. */
const EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
/** Fixed, so that the same rows give the same bytes: the first day that a zip can name. */
const WRITTEN = "1980-01-01T00:00:00";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const PARTS = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const FIXED: Readonly<Record<string, string>> = {
  "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${PARTS}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${PARTS}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${PARTS}.styles+xml"/></Types>`,
  "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  // Formats 14 and 22 are built in: a date, a date with a time, as the reader's country writes them.
  "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
};

/** The workbook as a file whose content stands in its URL. Objects and record sets get a header row; lists of lists none. */
export function toWorkbook(value: Value, name: string, context: OperationContext): FileValue {
  const sheet = sheetXml(tableOf(value), context);
  const parts = Object.entries({ ...FIXED, "xl/worksheets/sheet1.xml": sheet }).map(
    ([path, xml]) => [path, strToU8(HEAD + xml)] as const,
  );
  context.charge(sheet.length / 8);
  const bytes = zipSync(Object.fromEntries(parts), { level: 6, mtime: WRITTEN });
  const url = `data:${XLSX_MIME};base64,${encodeBase64(bytes)}`;
  checkTextLength(url.length);
  context.allocate(url.length);
  return new FileValue({ path: "", name, mime: XLSX_MIME, size: bytes.length, url });
}

function tableOf(value: Value): readonly (readonly Value[])[] {
  const list = listOf(value) ?? (value === null ? [] : [value]);
  const rows = list.filter(isObject);
  if (rows.length !== list.length || rows.length === 0) return list.map((row) => listOf(row) ?? [row]);
  const names = new Set(value instanceof RecordSet ? value.columns : []);
  for (const row of rows) for (const key of Object.keys(row)) names.add(key);
  const columns = [...names];
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? null))];
}

function sheetXml(table: readonly (readonly Value[])[], context: OperationContext): string {
  let length = 0;
  const lines = table.map((row, i) => {
    context.charge(1 + row.length);
    if (row.length > MAX_COLUMNS) throw new BasicError(ERR.memory, `A sheet has ${MAX_COLUMNS} columns at most.`);
    const line = `<row r="${i + 1}">${row.map((cell) => cellXml(cell, context)).join("")}</row>`;
    length += line.length;
    checkTextLength(length);
    return line;
  });
  return `<worksheet xmlns="${MAIN}"><sheetData>${lines.join("")}</sheetData></worksheet>`;
}

function cellXml(cell: Value, context: OperationContext): string {
  const value = plainId(cell);
  if (value === null) return "<c/>";
  if (typeof value === "number" && Number.isFinite(value)) return `<c><v>${value}</v></c>`;
  if (typeof value === "boolean") return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
  if (value instanceof BasicDate) {
    const time = local(value, context.timeZone);
    return `<c s="${value.dateOnly ? 1 : 2}"><v>${(value.ms + time.offset * 60_000 - EPOCH) / DAY_MS}</v></c>`;
  }
  const text = toText(value, context);
  if (text.length > MAX_CELL)
    throw new BasicError(ERR.memory, `A cell of a sheet holds ${MAX_CELL} characters at most; one has ${text.length}.`);
  // Inline texts are never read as formulas.
  return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}
