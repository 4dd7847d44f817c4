/** A body that becomes a file of the drive. */
import type { DriveFile, DriveWrite } from "../../contracts/drive.ts";
import { nameOf } from "../../contracts/drive-path.ts";
import type { Result } from "../../contracts/faults.ts";
import { newConversationId } from "../../platform/ids.ts";
import { mediaTypeOf } from "../../platform/media-type.ts";
import type { Ctx } from "../context.ts";
import { callObject, driveStub } from "../objects.ts";
import { FaultError } from "../problem.ts";
import { PartWriter, type Stored } from "./part-writer.ts";

/** A body that stands still for so long is given up. */
const IDLE_MS = 60_000;

/** Each chunk of the stream, at most `limit` bytes in all. Throws `request.too-large`, and `request.invalid` where it breaks off. */
export async function eachChunk(
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
  take: (chunk: Uint8Array) => Promise<void>,
): Promise<number> {
  if (stream === null) return 0;
  const reader = stream.getReader();
  let size = 0;
  const giveUp = () => void reader.cancel().catch(() => {});
  for (;;) {
    const timer = setTimeout(giveUp, IDLE_MS);
    const part = await reader.read().catch(() => null);
    clearTimeout(timer);
    if (part === null) throw new FaultError("request.invalid", "The body broke off before its end.");
    if (part.done) return size;
    size += part.value.byteLength;
    if (size > limit) {
      giveUp();
      throw new FaultError("request.too-large", `The file may have at most ${limit} bytes.`);
    }
    await take(part.value);
  }
}

/** Stores a stream under its content's hash, `declared` bytes of it where that was said. */
export async function storeStream(
  c: Ctx,
  bot: string,
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
  declared: string | undefined,
): Promise<Stored> {
  const length = declared === undefined ? null : Number(declared);
  if (length !== null && length > limit)
    throw new FaultError("request.too-large", `The file may have at most ${limit} bytes.`);
  const writer = new PartWriter(c.env.FILES, { tenant: c.get("tenant"), bot }, newConversationId());
  try {
    const size = await eachChunk(stream, limit, (chunk) => writer.push(chunk));
    if (length !== null && size !== length)
      throw new FaultError("request.invalid", "The body broke off before its end.");
    return await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

export interface Received extends Pick<DriveWrite, "path" | "by" | "ifVersion"> {
  effect: string;
  /** What the sender says of the content. */
  declared: string;
}

/** Names stored bytes in the index. */
export async function nameStored(
  c: Ctx,
  bot: string,
  stored: Stored,
  { effect, declared, ...write }: Received,
): Promise<Result<DriveFile>> {
  const type = mediaTypeOf(stored.head, nameOf(write.path), declared);
  const { hash, size } = stored;
  return callObject(() => driveStub(c.env, c.get("tenant"), bot).write(effect, { ...write, hash, size, type }));
}
