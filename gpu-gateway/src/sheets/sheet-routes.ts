// POST /v1/sheets/read, /v1/sheets/append and /v1/documents/fill (contracts/gateway-sheets.ts).
import { z } from "zod";
import { DOCX_TYPE, readParts, SHEET_LIMITS, sheetRowsSchema, XLSX_TYPE } from "../../../contracts/gateway-sheets.ts";
import type { GatewayContext } from "../app.ts";
import type { ServiceAuth } from "../auth/service-auth.ts";
import { Fault } from "../fault.ts";
import type { SheetJob, SheetPool } from "./sheet-pool.ts";

export interface SheetRouteOptions {
  readonly auth: ServiceAuth;
  readonly sheets: SheetPool;
}
type Route = (context: GatewayContext) => Promise<Response>;

export const readSheetRoute = (options: SheetRouteOptions): Route =>
  routeOf(options, "application/json", (bytes, query) => {
    const sheet = query["sheet"] ?? null;
    if (sheet !== null && sheet.length > 200) throw new Fault("request.invalid", "sheet has at most 200 characters.");
    return { kind: "read", bytes, sheet };
  });

export const appendSheetRoute = (options: SheetRouteOptions): Route =>
  routeOf(options, XLSX_TYPE, (body) => {
    const { head, bytes } = partsOrFault(body, SHEET_LIMITS.bodyBytes);
    const added = sheetRowsSchema.safeParse(head);
    if (!added.success) throw new Fault("request.invalid", "The rows to add are not of the agreed form.");
    return { kind: "append", bytes, added: added.data };
  });

export const fillTemplateRoute = (options: SheetRouteOptions): Route =>
  routeOf(options, DOCX_TYPE, (body) => {
    const { head, bytes } = partsOrFault(body, SHEET_LIMITS.templateData);
    const data = z.record(z.string(), z.unknown()).safeParse(head);
    if (!data.success) throw new Fault("request.invalid", "The data of a template is a JSON object.");
    return { kind: "fill", bytes, data: data.data };
  });

function routeOf(
  { auth, sheets }: SheetRouteOptions,
  type: string,
  jobOf: (bytes: Uint8Array<ArrayBuffer>, query: Record<string, string>) => SheetJob,
): Route {
  return async (context) => {
    const readBody = await auth.admit(context);
    // A place is taken before the body is read, so that what waits in memory is bounded by the queue.
    const place = sheets.enter();
    try {
      const bytes = await readBody();
      const result = await place.run(jobOf(bytes, context.req.query()));
      return context.body(result, 200, { "content-type": type, "cache-control": "no-store" });
    } finally {
      place.leave();
    }
  };
}

function partsOrFault(body: Uint8Array<ArrayBuffer>, longest: number) {
  const parts = readParts(body, longest);
  if (parts === null) throw new Fault("request.invalid", "The body is not JSON and bytes in the agreed form.");
  return parts;
}
