/** A folder as a zip archive, made while it is sent: a chunk of one file in memory at a time. */
import { Zip, ZipPassThrough } from "fflate";
import type { ShownFile } from "./answer.ts";

/** Stored, not deflated: pictures and documents are compressed already, and the CPU of the edge is dear. */
export function zipStream(files: R2Bucket, entries: readonly ShownFile[], prefix: number): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const send = async (): Promise<void> => {
    let sending: Promise<void> = Promise.resolve();
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      sending = sending.then(() => writer.write(chunk));
    });
    for (const file of entries) {
      const entry = new ZipPassThrough(file.path.slice(prefix));
      if (file.modified !== null) entry.mtime = file.modified;
      zip.add(entry);
      for await (const chunk of bytesOf(files, file)) {
        entry.push(chunk);
        // Whoever receives slowly is waited for.
        await sending;
      }
      entry.push(new Uint8Array(), true);
      await sending;
    }
    zip.end();
    await sending;
    await writer.close();
  };
  send().catch((error) => writer.abort(error).catch(() => {}));
  return readable;
}

async function* bytesOf(files: R2Bucket, { keys, path }: ShownFile): AsyncGenerator<Uint8Array> {
  for (const key of keys) {
    const object = await files.get(key);
    if (!object) continue;
    // The platform's stream yields bytes, which its type does not say.
    for await (const chunk of object.body as ReadableStream<Uint8Array>) yield chunk;
    return;
  }
  throw new Error(`the bytes of ${path} are gone`);
}
