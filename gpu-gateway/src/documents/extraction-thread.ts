// The thread in which one document after the other is worked on. It knows nothing of HTTP and holds no secret.
import { parentPort } from "node:worker_threads";
import { DocumentFault } from "./document-fault.ts";
import { type DocumentWork, perform, type ThreadAnswer } from "./document-work.ts";

if (parentPort === null) throw new Error("extraction-thread.ts runs as a worker thread only.");
const port = parentPort;

port.on("message", async (work: DocumentWork) => {
  const answer = await answerTo(work);
  port.postMessage(answer, answer.ok ? [answer.body.buffer] : []);
});

async function answerTo(work: DocumentWork): Promise<ThreadAnswer> {
  try {
    return { ok: true, ...(await perform(work)) };
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
