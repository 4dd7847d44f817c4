// The threads in which workbooks and templates are worked on.
import type { SheetRows } from "../../../contracts/gateway-sheets.ts";
import { createThreadPool, type ThreadPool, type ThreadPoolOptions } from "../thread-pool.ts";

export type SheetJob = { readonly bytes: Uint8Array<ArrayBuffer> } & (
  | { readonly kind: "read"; readonly sheet: string | null }
  | { readonly kind: "append"; readonly added: SheetRows }
  | { readonly kind: "fill"; readonly data: Record<string, unknown> }
);

/** JSON of a ReadSheet, or a file's bytes. */
export type SheetPool = ThreadPool<SheetJob, Uint8Array<ArrayBuffer>>;

export const createSheetPool = (options: ThreadPoolOptions): SheetPool =>
  createThreadPool(new URL("./sheet-thread.ts", import.meta.url), options);
