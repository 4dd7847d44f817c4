// The threads in which PDF files are made and joined, and codes in pictures are read.
import type { PdfRequest } from "../../../contracts/gateway-documents.ts";
import { createThreadPool, type ThreadPool, type ThreadPoolOptions } from "../thread-pool.ts";

export type PdfJob = { readonly bytes: Uint8Array<ArrayBuffer> } & (
  | { readonly kind: "make"; readonly request: PdfRequest }
  | { readonly kind: "merge"; readonly sizes: readonly number[] }
  | { readonly kind: "code" }
);

/** A PDF's bytes, or JSON of a ReadCode. */
export type PdfPool = ThreadPool<PdfJob, Uint8Array<ArrayBuffer>>;

export const createPdfPool = (options: ThreadPoolOptions): PdfPool =>
  createThreadPool(new URL("./pdf-thread.ts", import.meta.url), options);
