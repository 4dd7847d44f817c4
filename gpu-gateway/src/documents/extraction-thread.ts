// The thread in which one document after the other is read. It knows nothing of HTTP and holds no secret.
import { parentPort } from "node:worker_threads";
import type { DocumentFaultCode, DocumentType } from "../../../contracts/gateway.ts";
import { DocumentFault } from "./document-fault.ts";
import { extractDocument } from "./extract-document.ts";
import type { ExtractionInput } from "./extraction-pool.ts";

export type ThreadAnswer =
  | { readonly ok: true; readonly type: DocumentType; readonly pages: number; readonly json: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly code: DocumentFaultCode; readonly detail: string };

if (parentPort === null) throw new Error("extraction-thread.ts runs as a worker thread only.");
const port = parentPort;

port.on("message", async (job: ExtractionInput) => {
  const answer = await answerTo(job);
  port.postMessage(answer, answer.ok ? [answer.json.buffer] : []);
});

async function answerTo(job: ExtractionInput): Promise<ThreadAnswer> {
  try {
    const document = await extractDocument(job);
    const json = new TextEncoder().encode(JSON.stringify(document));
    return { ok: true, type: document.type, pages: document.pages.length, json };
  } catch (error) {
    if (error instanceof DocumentFault) return { ok: false, code: error.code, detail: error.message };
    // A parser's own message may quote the document, so it stays here.
    if (error instanceof RangeError) {
      return {
        ok: false,
        code: "document.too-complex",
        detail: "The document is nested too deeply or too large to be read.",
      };
    }
    return { ok: false, code: "document.broken", detail: "The document cannot be read: its structure is damaged." };
  }
}
