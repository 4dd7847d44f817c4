// The thread's side of a pool: one job after the other, each answered once.
import { parentPort } from "node:worker_threads";
import { DocumentFault } from "./documents/document-fault.ts";
import type { ThreadAnswer } from "./thread-pool.ts";

/** `moved`: buffers of the value that go over to the service without being copied. */
export interface Done<R> {
  readonly value: R;
  readonly moved: ArrayBuffer[];
}

/** To be called once by the file that a pool's threads run. `work` rejects with a DocumentFault for what is wrong with a file. */
export function answerJobs<J, R>(work: (job: J) => Promise<Done<R>>): void {
  if (parentPort === null) throw new Error("This file runs as a worker thread only.");
  const port = parentPort;
  port.on("message", async (job: J) => {
    try {
      const { value, moved } = await work(job);
      port.postMessage({ ok: true, value } satisfies ThreadAnswer<R>, moved);
    } catch (error) {
      port.postMessage(faultOf(error));
    }
  });
}

function faultOf(error: unknown): ThreadAnswer<never> {
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
