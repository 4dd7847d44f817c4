// The thread in which one workbook or template after the other is worked on. It knows nothing of HTTP and holds no secret.
import { answerJobs } from "../thread-job.ts";
import { fillTemplate } from "./fill-template.ts";
import type { SheetJob } from "./sheet-pool.ts";
import { appendRows, readSheet } from "./workbook.ts";

answerJobs<SheetJob, Uint8Array<ArrayBuffer>>(async (job) => {
  const value = await resultOf(job);
  return { value, moved: [value.buffer] };
});

async function resultOf(job: SheetJob): Promise<Uint8Array<ArrayBuffer>> {
  switch (job.kind) {
    case "read":
      return new TextEncoder().encode(JSON.stringify(await readSheet(job.bytes, job.sheet)));
    case "append":
      return appendRows(job.bytes, job.added);
    case "fill":
      return fillTemplate(job.bytes, job.data);
  }
}
