/** What a request to import asks for: the file, the mapping of its columns, the key, and whether it is a trial. */
import type { ImportOptions, ImportSource } from "../../contracts/tables.ts";
import { TABLE_LIMITS } from "../../contracts/tables.ts";
import { GatewayError } from "../../platform/gateway-client.ts";
import { readSheet } from "../../platform/gateway-sheets.ts";
import { readBytes } from "../body.ts";
import type { Ctx } from "../context.ts";
import { documentGateway } from "../document-gateway.ts";
import { FaultError } from "../problem.ts";
import { flag } from "../query.ts";

const FORMATS: Readonly<Record<string, "csv" | "json" | "xlsx">> = {
  "text/csv": "csv",
  "application/csv": "csv",
  "application/json": "json",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
};

export async function importTable(c: Ctx): Promise<{ source: ImportSource; options: ImportOptions }> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const format = FORMATS[type];
  if (format === undefined) {
    throw new FaultError(
      "request.unsupported-type",
      `Send the file as ${Object.keys(FORMATS)
        .filter((known) => known !== "application/csv")
        .join(", ")}.`,
    );
  }
  const options = {
    key: keyOf(c.req.query("key")),
    mapping: mappingOf(c.req.query("columns")),
    dryRun: flag("dryRun", c.req.query("dryRun")),
    now: Date.now(),
  };
  const bytes = new Uint8Array(await readBytes(c.req.raw, TABLE_LIMITS.importBytes));
  if (bytes.byteLength === 0) throw new FaultError("request.invalid", "The file is empty.");
  const source: ImportSource = format === "xlsx" ? await sheetRows(c, bytes) : { format, bytes: bytes.buffer };
  return { source, options };
}

function keyOf(text: string | undefined): string[] | null {
  const names = (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length > 10) throw new FaultError("request.invalid", "key takes 10 columns.");
  return names.length > 0 ? names : null;
}

/** `{"Column of the file": "column of the table", "Another": null}` */
function mappingOf(text: string | undefined): Record<string, string | null> {
  if (text === undefined) return {};
  const mistake = new FaultError(
    "request.invalid",
    'columns is a JSON object such as {"Name":"customer","Remark":null}; null leaves a column out.',
  );
  let mapping: unknown;
  try {
    mapping = JSON.parse(text);
  } catch {
    throw mistake;
  }
  if (typeof mapping !== "object" || mapping === null || Array.isArray(mapping)) throw mistake;
  const targets = Object.values(mapping);
  if (!targets.every((target) => target === null || (typeof target === "string" && target.trim() !== "")))
    throw mistake;
  return mapping as Record<string, string | null>;
}

async function sheetRows(c: Ctx, bytes: Uint8Array<ArrayBuffer>): Promise<ImportSource> {
  const gateway = documentGateway(c, "Workbooks are read by the gateway, and none is configured: send CSV.");
  try {
    const { columns, rows } = await readSheet(gateway, bytes, c.req.query("sheet") ?? null);
    return { format: "rows", columns, rows };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.status >= 400 && error.status < 500 && error.code.startsWith("document."))
      throw new FaultError("table.refused", error.message);
    throw new FaultError("service.unavailable", "The gateway could not read the workbook; send it again.");
  }
}
