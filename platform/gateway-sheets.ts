/** The worker's side of sheets and templates at the gateway. Each call rejects with a GatewayError. */
import {
  APPEND_SHEET_PATH,
  FILL_TEMPLATE_PATH,
  partsOf,
  READ_SHEET_PATH,
  type ReadSheet,
  readSheetSchema,
  SHEET_LIMITS,
  type SheetRows,
} from "../contracts/gateway-sheets.ts";
import type { JsonValue } from "../contracts/json.ts";
import { type GatewayClient, GatewayError } from "./gateway-client.ts";

const BYTES = "application/octet-stream";

/** Rows of the sheet of this name, or of the first. */
export async function readSheet(
  gateway: GatewayClient,
  body: Uint8Array<ArrayBuffer>,
  sheet: string | null,
  signal?: AbortSignal,
): Promise<ReadSheet> {
  const answer = await gateway.post({
    path: sheet === null ? READ_SHEET_PATH : `${READ_SHEET_PATH}?${new URLSearchParams({ sheet })}`,
    body,
    contentType: BYTES,
    maxBytes: SHEET_LIMITS.answerBytes,
    ...(signal ? { signal } : {}),
  });
  const parsed = readSheetSchema.safeParse(parseJson(answer));
  if (!parsed.success) throw new GatewayError("gateway.answer-invalid", "The gateway's answer is no sheet.", 200);
  return parsed.data;
}

/** The workbook with the rows added. */
export const appendToSheet = (
  gateway: GatewayClient,
  book: Uint8Array,
  added: SheetRows,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> =>
  gateway.post({
    path: APPEND_SHEET_PATH,
    body: partsOf(added, book),
    contentType: BYTES,
    maxBytes: SHEET_LIMITS.answerBytes,
    ...(signal ? { signal } : {}),
  });

/** The DOCX with its places filled. */
export const fillTemplate = (
  gateway: GatewayClient,
  template: Uint8Array,
  data: Record<string, JsonValue>,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> =>
  gateway.post({
    path: FILL_TEMPLATE_PATH,
    body: partsOf(data, template),
    contentType: BYTES,
    maxBytes: SHEET_LIMITS.answerBytes,
    ...(signal ? { signal } : {}),
  });

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
