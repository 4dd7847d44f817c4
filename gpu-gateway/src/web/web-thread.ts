// The thread in which one page, feed or sitemap after the other is read. It knows nothing of HTTP and holds no secret.
import type { WebAnswer, WebQuestion } from "../../../contracts/gateway-web.ts";
import { answerJobs } from "../thread-job.ts";
import { readFeed } from "./feed.ts";
import { readPage } from "./page.ts";
import { readImages, readLinks, readTable, readTexts } from "./page-parts.ts";
import { createSite } from "./site.ts";
import { readSitemap } from "./sitemap.ts";
import type { WebJob } from "./web-pool.ts";

answerJobs<WebJob, Uint8Array<ArrayBuffer>>(async (job) => {
  const value = new TextEncoder().encode(JSON.stringify(answerTo(job)));
  return { value, moved: [value.buffer] };
});

function answerTo({ question, bytes }: WebJob): WebAnswer<WebQuestion["kind"]> {
  switch (question.kind) {
    case "feed":
      return readFeed(bytes, question);
    case "text":
      return readTexts(bytes, question, 1)[0] ?? null;
    case "texts":
      return readTexts(bytes, question);
    case "table":
      return readTable(bytes, question);
    case "links":
      return readLinks(bytes, question);
    case "images":
      return readImages(bytes, question);
    case "page":
      return readPage(bytes, question, createSite(question.scope));
    case "sitemap":
      return readSitemap(bytes, question, createSite(question.scope));
    case "robots":
      return createSite(question.scope).rules();
    case "urls":
      return createSite(question.scope).among(question.urls, question.scope.start);
  }
}
