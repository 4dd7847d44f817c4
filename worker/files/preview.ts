/**
 * What a file is about, at a glance: the first lines of a text, or of what the gateway reads in a document. A small picture is
 * its own preview; nothing here makes larger ones smaller.
 */

import { nameOf } from "../../contracts/drive-path.ts";
import { GatewayError } from "../../platform/gateway-client.ts";
import type { Ctx } from "../context.ts";
import { documentGateway } from "../document-gateway.ts";
import { FaultError } from "../problem.ts";
import { answerFile, matchesTag, type ShownFile } from "./answer.ts";

const LINES = 40;
/** UTF-16 units of the answer, and bytes of a text that are read for them. */
const LENGTH = 4_000;
const HEAD_BYTES = 4 * LENGTH;
const MAX_PICTURE = 512 * 1024;
const MAX_DOCUMENT = 16 * 1024 * 1024;
const DOCUMENT_MS = 20_000;

const TEXT = /^(?:text\/.+|application\/(?:json|xml|yaml|xhtml\+xml)|image\/svg\+xml)$/;
const PICTURE = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/;
const DOCUMENT =
  /^application\/(?:pdf|vnd\.openxmlformats-officedocument\.(?:wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation))$/;

/** Throws `drive.no-preview` (415) for what has none. The ETag is not that of the file: these are other bytes. */
export async function answerPreview(c: Ctx, file: ShownFile): Promise<Response> {
  if (PICTURE.test(file.type) && file.size <= MAX_PICTURE) return answerFile(c, file);
  const isDocument = DOCUMENT.test(file.type) && file.size <= MAX_DOCUMENT;
  if (!isDocument && !TEXT.test(file.type))
    throw new FaultError(
      "drive.no-preview",
      `A file of the type ${file.type} and ${file.size} bytes has no preview: texts have, documents up to ${MAX_DOCUMENT} bytes and pictures up to ${MAX_PICTURE}.`,
    );
  const headers = new Headers({
    etag: `"${file.hash}/preview"`,
    "cache-control": "private, no-cache",
    "content-type": "text/plain; charset=utf-8",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
  });
  if (matchesTag(c.req.header("if-none-match") ?? "", headers.get("etag") ?? ""))
    return new Response(null, { status: 304, headers });
  const text = isDocument ? await documentText(c, file) : await headText(c, file);
  return new Response(c.req.raw.method === "HEAD" ? null : firstLines(text), { headers });
}

async function headText(c: Ctx, file: ShownFile): Promise<string> {
  if (file.size === 0) return "";
  const bytes = await bytesOf(c, file, { range: { offset: 0, length: Math.min(HEAD_BYTES, file.size) } });
  // A sign that the bound cut in two is left out.
  return new TextDecoder().decode(bytes, { stream: true });
}

async function documentText(c: Ctx, file: ShownFile): Promise<string> {
  const gateway = documentGateway(c, "Documents are read by the gateway, and none is configured.");
  const body = new Uint8Array(await bytesOf(c, file, {}));
  try {
    const { pages } = await gateway.extract({
      body,
      contentType: file.type,
      fileName: nameOf(file.path),
      timeoutMs: DOCUMENT_MS,
    });
    return pages.map(({ text }) => text).join("\n\n");
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.status >= 400 && error.status < 500 && error.code.startsWith("document."))
      throw new FaultError("drive.no-preview", error.message);
    throw new FaultError("service.unavailable", "The gateway could not read the document; ask again.");
  }
}

async function bytesOf(c: Ctx, { keys }: ShownFile, options: R2GetOptions): Promise<ArrayBuffer> {
  for (const key of keys) {
    const object = await c.env.FILES.get(key, options);
    if (object && "body" in object) return object.arrayBuffer();
  }
  throw new FaultError("service.unavailable", "The file's bytes cannot be reached at the moment.");
}

function firstLines(text: string): string {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/, LINES);
  return lines.join("\n").slice(0, LENGTH).toWellFormed();
}
