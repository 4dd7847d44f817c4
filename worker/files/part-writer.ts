/**
 * Bytes on their way into the drive, of any size, in bounded memory: they go to object storage in parts of the size that it
 * demands (all but the last are equal), and what is short of a part waits. The hash that names a content is known at the end
 * only, so what came in parts is copied to its place then.
 */
import { driveKey } from "../../contracts/drive.ts";
import { uploadKey } from "../../contracts/drive-storage.ts";
import { hexText } from "../../platform/hmac.ts";
import { SNIFFED_BYTES } from "../../platform/media-type.ts";

/** R2 takes no smaller part but the last. */
export const PART_BYTES = 5 * 1024 * 1024;

/** Where an upload stands, apart from the bytes that are short of a part. */
export interface PartState {
  /** Of R2's multipart upload; null before the first whole part. */
  multipart: string | null;
  parts: { partNumber: number; etag: string }[];
}

export interface Stored {
  hash: string;
  size: number;
  /** The first bytes. */
  head: Uint8Array;
}

export class PartWriter {
  readonly #files: R2Bucket;
  readonly #owner: { tenant: string; bot: string };
  readonly #key: string;
  state: PartState;
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #waitingBytes = 0;

  /** `upload` names what is under way; no other writer may have it. */
  constructor(
    files: R2Bucket,
    owner: { tenant: string; bot: string },
    upload: string,
    state: PartState = { multipart: null, parts: [] },
  ) {
    this.#files = files;
    this.#owner = owner;
    this.#key = uploadKey(owner.tenant, owner.bot, upload);
    this.state = state;
  }

  /** Bytes that are in no part yet. */
  get rest(): Uint8Array<ArrayBuffer> {
    const joined = new Uint8Array(this.#waitingBytes);
    let offset = 0;
    for (const chunk of this.#waiting) {
      joined.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return joined;
  }

  async push(chunk: Uint8Array): Promise<void> {
    // A copy: the stream may use its memory again.
    this.#waiting.push(new Uint8Array(chunk));
    this.#waitingBytes += chunk.byteLength;
    while (this.#waitingBytes >= PART_BYTES) {
      const all = this.rest;
      await this.#sendPart(all.slice(0, PART_BYTES));
      this.#waiting = [all.slice(PART_BYTES)];
      this.#waitingBytes = all.byteLength - PART_BYTES;
    }
  }

  /** All bytes have come: they lie at their content's place when this returns. */
  async finish(): Promise<Stored> {
    const { tenant, bot } = this.#owner;
    const { multipart } = this.state;
    if (multipart === null) {
      const bytes = this.rest;
      const hash = hexText(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
      await this.#files.put(driveKey(tenant, bot, hash), bytes);
      return { hash, size: bytes.byteLength, head: bytes.slice(0, SNIFFED_BYTES) };
    }
    if (this.#waitingBytes > 0) await this.#sendPart(this.rest);
    const done = await this.#completed(multipart);
    const hash = await this.#hash();
    const whole = await this.#files.get(this.#key);
    if (!whole) throw new Error("an upload that was completed is gone");
    await this.#files.put(driveKey(tenant, bot, hash), whole.body);
    const head = await this.#files.get(this.#key, { range: { offset: 0, length: SNIFFED_BYTES } });
    const first = new Uint8Array((await head?.arrayBuffer()) ?? new ArrayBuffer(0));
    await this.#files.delete(this.#key);
    return { hash, size: done.size, head: first };
  }

  /** Nothing of it stays. May be called in any state. */
  async abort(): Promise<void> {
    if (this.state.multipart === null) return;
    // What was completed or aborted before is known no more.
    await this.#files
      .resumeMultipartUpload(this.#key, this.state.multipart)
      .abort()
      .catch(() => {});
    await this.#files.delete(this.#key);
  }

  /** Also when an attempt before this one completed it and then died. */
  async #completed(multipart: string): Promise<{ size: number }> {
    try {
      return await this.#files.resumeMultipartUpload(this.#key, multipart).complete(this.state.parts);
    } catch (error) {
      const there = await this.#files.head(this.#key);
      if (there) return there;
      throw error;
    }
  }

  async #sendPart(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const multipart = this.state.multipart ?? (await this.#files.createMultipartUpload(this.#key)).uploadId;
    const partNumber = this.state.parts.length + 1;
    const { etag } = await this.#files.resumeMultipartUpload(this.#key, multipart).uploadPart(partNumber, bytes);
    this.state = { multipart, parts: [...this.state.parts, { partNumber, etag }] };
  }

  async #hash(): Promise<string> {
    const whole = await this.#files.get(this.#key);
    if (!whole) throw new Error("an upload that was completed is gone");
    const digest = new crypto.DigestStream("SHA-256");
    await whole.body.pipeTo(digest);
    return hexText(new Uint8Array(await digest.digest));
  }
}
