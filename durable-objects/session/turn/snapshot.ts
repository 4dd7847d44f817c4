/** The machine as bytes in the store: in the row itself and its pages, or by hash in object storage when it is very large. */
import { readBlob, storeBlob } from "../store/blobs.ts";
import type { NewSnapshot, StoredSnapshot } from "../store/commit.ts";
import type { LiveScript, TurnHost } from "./host.ts";

/** A row of SQLite may hold 2 MB, and this one has the state as well; above this the bytes go to object storage. */
export const INLINE_BYTES = 250_000;
/** A page is a row of its own; one that is larger holds long texts in few elements, and the whole goes to object storage. */
const PAGE_BYTES = 1_000_000;
/** So much is written in one transaction at most. */
const PAGED_BYTES = 8_000_000;
/** Beyond this a script holds more than a conversation may keep. */
const MAX_BYTES = 64 * 1024 * 1024;

export async function packSnapshot(
  host: TurnHost,
  script: LiveScript | null,
  status: "parked" | "running",
): Promise<NewSnapshot> {
  if (!script) return { program: "", status: "ended", bytes: null, blob: null, pages: [] };
  const program = script.program.hash;
  const { head, pages } = script.machine.pagedSnapshot(host.store.pages.ids);
  const sizes = pages.map(({ bytes }) => bytes?.byteLength ?? 0);
  const fits = sizes.every((size) => size <= PAGE_BYTES) && sizes.reduce((a, b) => a + b, 0) <= PAGED_BYTES;
  if (fits && head.byteLength <= INLINE_BYTES) return { program, status, bytes: head, blob: null, pages };
  const bytes = script.machine.snapshot();
  if (bytes.byteLength > MAX_BYTES) throw new Error(`the script's state of ${bytes.byteLength} bytes is too large`);
  return { program, status, bytes: null, blob: await storeBlob(host, bytes), pages: [] };
}

export async function snapshotBytes(host: TurnHost, stored: StoredSnapshot): Promise<Uint8Array> {
  if (stored.bytes) return stored.bytes;
  const object = stored.blob ? await readBlob(host, stored.blob) : null;
  if (!object) throw new Error("the conversation's snapshot is not in object storage");
  return new Uint8Array(await object.arrayBuffer());
}
