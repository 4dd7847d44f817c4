// The threads in which documents are read.
import type { DocumentType, ExtractOptions } from "../../../contracts/gateway.ts";
import { createThreadPool, type ThreadPool, type ThreadPoolOptions } from "../thread-pool.ts";

export interface ExtractionInput {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string | undefined;
  readonly fileName: string | undefined;
  readonly options: ExtractOptions;
}

/** `json` is an ExtractedDocument, written in the thread to keep that work off the service's own. */
export interface ExtractionResult {
  readonly type: DocumentType;
  readonly pages: number;
  readonly json: Uint8Array<ArrayBuffer>;
}

export type ExtractionPool = ThreadPool<ExtractionInput, ExtractionResult>;

export const createExtractionPool = (options: ThreadPoolOptions): ExtractionPool =>
  createThreadPool(new URL("./extraction-thread.ts", import.meta.url), options);
