// POST /v1/documents/pdf, /v1/documents/merge and /v1/pictures/code (contracts/gateway-documents.ts).
import { mergeRequestSchema, PDF_LIMITS, pdfRequestSchema } from "../../../contracts/gateway-documents.ts";
import { readParts } from "../../../contracts/gateway-sheets.ts";
import type { GatewayContext } from "../app.ts";
import type { ServiceAuth } from "../auth/service-auth.ts";
import { Fault } from "../fault.ts";
import type { PdfJob, PdfPool } from "./pdf-pool.ts";

export interface PdfRouteOptions {
  readonly auth: ServiceAuth;
  readonly pdfs: PdfPool;
}
type Route = (context: GatewayContext) => Promise<Response>;

export const makePdfRoute = (options: PdfRouteOptions): Route =>
  routeOf(options, "application/pdf", (body) => {
    const { head, bytes } = partsOrFault(body);
    const request = pdfRequestSchema.safeParse(head);
    if (!request.success) throw new Fault("request.invalid", "The request for a PDF is not of the agreed form.");
    checkSizes(
      request.data.images.map(({ size }) => size),
      bytes,
    );
    return { kind: "make", bytes, request: request.data };
  });

export const mergePdfRoute = (options: PdfRouteOptions): Route =>
  routeOf(options, "application/pdf", (body) => {
    const { head, bytes } = partsOrFault(body);
    const request = mergeRequestSchema.safeParse(head);
    if (!request.success)
      throw new Fault("request.invalid", `Name the sizes of 1 to ${PDF_LIMITS.files} files that are to be joined.`);
    checkSizes(request.data.sizes, bytes);
    return { kind: "merge", bytes, sizes: request.data.sizes };
  });

export const readCodeRoute = (options: PdfRouteOptions): Route =>
  routeOf(options, "application/json", (bytes) => ({ kind: "code", bytes }));

function routeOf(
  { auth, pdfs }: PdfRouteOptions,
  type: string,
  jobOf: (body: Uint8Array<ArrayBuffer>) => PdfJob,
): Route {
  return async (context) => {
    const readBody = await auth.admit(context);
    // A place is taken before the body is read, so that what waits in memory is bounded by the queue.
    const place = pdfs.enter();
    try {
      const result = await place.run(jobOf(await readBody()));
      return context.body(result, 200, { "content-type": type, "cache-control": "no-store" });
    } finally {
      place.leave();
    }
  };
}

function partsOrFault(body: Uint8Array<ArrayBuffer>) {
  const parts = readParts(body, PDF_LIMITS.head);
  if (parts === null) throw new Fault("request.invalid", "The body is not JSON and bytes in the agreed form.");
  return parts;
}

function checkSizes(sizes: readonly number[], bytes: Uint8Array): void {
  if (sizes.reduce((sum, size) => sum + size, 0) !== bytes.byteLength)
    throw new Fault("request.invalid", "The sizes of the files do not add up to the bytes that came with them.");
}
