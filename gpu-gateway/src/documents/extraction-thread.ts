// The thread in which one document after the other is read. It knows nothing of HTTP and holds no secret.
import { answerJobs } from "../thread-job.ts";
import { extractDocument } from "./extract-document.ts";
import type { ExtractionInput, ExtractionResult } from "./extraction-pool.ts";

answerJobs<ExtractionInput, ExtractionResult>(async (job) => {
  const document = await extractDocument(job);
  const json = new TextEncoder().encode(JSON.stringify(document));
  return { value: { type: document.type, pages: document.pages.length, json }, moved: [json.buffer] };
});
