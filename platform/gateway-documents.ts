/** The worker's side of PDF files and codes at the gateway. Each call rejects with a GatewayError. */
import {
  MAKE_PDF_PATH,
  MERGE_PDF_PATH,
  PDF_LIMITS,
  type PdfRequest,
  READ_CODE_PATH,
  type ReadCode,
  readCodeSchema,
} from "../contracts/gateway-documents.ts";
import { partsOf } from "../contracts/gateway-sheets.ts";
import { type GatewayClient, GatewayError } from "./gateway-client.ts";

const BYTES = "application/octet-stream";

/** The PDF of a template. `images` are their bytes, in the order of `request.images`. */
export const makePdf = (
  gateway: GatewayClient,
  request: PdfRequest,
  images: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> =>
  gateway.post({
    path: MAKE_PDF_PATH,
    body: partsOf(request, joined(images)),
    contentType: BYTES,
    maxBytes: PDF_LIMITS.answer,
    signal,
  });

export const mergePdf = (
  gateway: GatewayClient,
  files: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> =>
  gateway.post({
    path: MERGE_PDF_PATH,
    body: partsOf({ sizes: files.map(({ byteLength }) => byteLength) }, joined(files)),
    contentType: BYTES,
    maxBytes: PDF_LIMITS.answer,
    signal,
  });

export async function readCode(
  gateway: GatewayClient,
  picture: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<ReadCode> {
  const answer = await gateway.post({
    path: READ_CODE_PATH,
    body: picture,
    contentType: BYTES,
    maxBytes: 1024 * 1024,
    signal,
  });
  const parsed = readCodeSchema.safeParse(JSON.parse(new TextDecoder().decode(answer)));
  if (!parsed.success) throw new GatewayError("gateway.answer-invalid", "The gateway's answer is no code.", 200);
  return parsed.data;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}
