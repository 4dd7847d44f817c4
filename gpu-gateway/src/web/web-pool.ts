// The threads in which pages, feeds and sitemaps are read.
import type { WebQuestion } from "../../../contracts/gateway-web.ts";
import { createThreadPool, type ThreadPool, type ThreadPoolOptions } from "../thread-pool.ts";

export interface WebJob {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly question: WebQuestion;
}

/** JSON of the answer. */
export type WebPool = ThreadPool<WebJob, Uint8Array<ArrayBuffer>>;

export const createWebPool = (options: ThreadPoolOptions): WebPool =>
  createThreadPool(new URL("./web-thread.ts", import.meta.url), options);
