// XLSX: each sheet is a page, its name a heading, each row a line with its values behind their columns' names, as with CSV.
import type { ExtractedDocument, ExtractOptions } from "../../../contracts/gateway.ts";
import { readSheet } from "../sheets/workbook.ts";
import { createPageText, createTextBudget } from "./page-text.ts";

/** Each sheet is read by itself; a workbook with more of them is a database. */
const MAX_SHEETS = 50;

export async function readXlsx(bytes: Uint8Array<ArrayBuffer>, options: ExtractOptions): Promise<ExtractedDocument> {
  const budget = createTextBudget(options);
  const first = await readSheet(bytes, null);
  const pages = [];
  for (const [i, name] of first.sheets.slice(0, MAX_SHEETS).entries()) {
    const { columns, rows } = i === 0 ? first : await readSheet(bytes, name);
    const page = createPageText(i + 1, budget);
    page.addHeading(1, name);
    if (rows.length === 0) page.addBlock(columns.join("; "));
    for (const [at, row] of rows.entries()) {
      const cells = row.map((cell, j) => (cell === null || cell === "" ? "" : `${columns[j] ?? ""}: ${cell}`));
      const line = cells.filter((cell) => cell !== "").join("; ");
      if (at === 0) page.addBlock(line);
      else page.addLine(line);
    }
    pages.push(page.finish());
  }
  const left = first.sheets.length - pages.length;
  const message = `${left} sheets beyond the first ${MAX_SHEETS} are left out.`;
  return { type: "xlsx", title: null, pages, warnings: left > 0 ? [{ code: "sheets-left-out", message }] : [] };
}
