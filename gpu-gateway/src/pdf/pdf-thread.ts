// The thread in which one PDF after the other is made. It knows nothing of HTTP and holds no secret.
import { answerJobs } from "../thread-job.ts";
import { makePdf } from "./make-pdf.ts";
import { mergePdf } from "./merge-pdf.ts";
import type { PdfJob } from "./pdf-pool.ts";
import { readCode } from "./read-code.ts";

answerJobs<PdfJob, Uint8Array<ArrayBuffer>>(async (job) => {
  const value = await resultOf(job);
  return { value, moved: [value.buffer] };
});

async function resultOf(job: PdfJob): Promise<Uint8Array<ArrayBuffer>> {
  switch (job.kind) {
    case "make":
      return makePdf(job.request, job.bytes);
    case "merge":
      return mergePdf(job.bytes, job.sizes);
    case "code":
      return new TextEncoder().encode(JSON.stringify(await readCode(job.bytes)));
  }
}
