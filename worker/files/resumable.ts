/**
 * An upload that may break off and go on: where it stands is a note in object storage, written under the condition that
 * nobody else has moved it, and what is short of a part of R2's multipart upload lies beside it.
 */
import * as z from "zod";
import { uploadKey } from "../../contracts/drive-storage.ts";
import type { Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";
import { PartWriter } from "./part-writer.ts";

const note = z.object({
  path: z.string(),
  declared: z.string(),
  by: z.string(),
  length: z.int(),
  offset: z.int(),
  multipart: z.string().nullable(),
  parts: z.array(z.object({ partNumber: z.int(), etag: z.string() })),
  /** Bytes beside it that are in no part yet. */
  rest: z.int(),
  /** ms */
  expires: z.int(),
});
export type UploadNote = z.infer<typeof note>;

export class ResumableUpload {
  readonly #files: R2Bucket;
  readonly #owner: { tenant: string; bot: string };
  readonly id: string;
  #note: UploadNote;
  /** Of the note as it was read or written last. */
  #tag: string;

  private constructor(c: Ctx, bot: string, id: string, note: UploadNote, tag: string) {
    this.#files = c.env.FILES;
    this.#owner = { tenant: c.get("tenant"), bot };
    this.id = id;
    this.#note = note;
    this.#tag = tag;
  }

  get note(): UploadNote {
    return this.#note;
  }

  static async begin(
    c: Ctx,
    bot: string,
    id: string,
    start: Omit<UploadNote, "offset" | "multipart" | "parts" | "rest">,
  ) {
    const begun: UploadNote = { ...start, offset: 0, multipart: null, parts: [], rest: 0 };
    await c.env.FILES.put(noteKey(c.get("tenant"), bot, id), JSON.stringify(begun));
  }

  /** Throws `upload.unknown`, also when its time is over. */
  static async open(c: Ctx, bot: string, id: string, now: number): Promise<ResumableUpload> {
    const there = /^[a-v0-9]{26}$/.test(id) ? await c.env.FILES.get(noteKey(c.get("tenant"), bot, id)) : null;
    const read = there ? note.parse(await there.json()) : null;
    if (!there || !read || read.expires <= now)
      throw new FaultError("upload.unknown", "There is no such upload, or its time is over: begin it anew.");
    return new ResumableUpload(c, bot, id, read, there.etag);
  }

  /** With what is short of a part in it. */
  async writer(): Promise<PartWriter> {
    const { multipart, parts, rest } = this.#note;
    const writer = new PartWriter(this.#files, this.#owner, this.id, { multipart, parts });
    if (rest > 0) {
      const object = await this.#files.get(this.#restKey());
      if (!object || object.size !== rest)
        throw new FaultError("upload.unknown", "The upload has lost bytes: begin it anew.");
      await writer.push(new Uint8Array(await object.arrayBuffer()));
    }
    return writer;
  }

  /** The upload stands at `offset` now. Throws `upload.conflict` where another request has moved it meanwhile. */
  async save(writer: PartWriter, offset: number): Promise<void> {
    const { rest } = writer;
    const before = this.#restKey();
    const next: UploadNote = { ...this.#note, ...writer.state, offset, rest: rest.byteLength };
    if (rest.byteLength > 0) await this.#files.put(this.#restKey(offset), rest);
    const put = await this.#files.put(this.#noteKey(), JSON.stringify(next), { onlyIf: { etagMatches: this.#tag } });
    if (put === null) throw new FaultError("upload.conflict", "Another request is sending the same upload.");
    if (this.#note.rest > 0 && before !== this.#restKey(offset)) await this.#files.delete(before);
    this.#note = next;
    this.#tag = put.etag;
  }

  /** Nothing of it stays, but the note of one that is done: whoever asks once more is told so. */
  async drop(isDone: boolean): Promise<void> {
    const { multipart, parts, rest } = this.#note;
    if (rest > 0) await this.#files.delete(this.#restKey());
    if (isDone) {
      await this.#files.put(this.#noteKey(), JSON.stringify({ ...this.#note, multipart: null, parts: [], rest: 0 }));
      return;
    }
    await new PartWriter(this.#files, this.#owner, this.id, { multipart, parts }).abort();
    await this.#files.delete(this.#noteKey());
  }

  #noteKey = (): string => noteKey(this.#owner.tenant, this.#owner.bot, this.id);
  #restKey = (offset: number = this.#note.offset): string =>
    uploadKey(this.#owner.tenant, this.#owner.bot, `${this.id}.rest.${offset}`);
}

const noteKey = (tenant: string, bot: string, id: string): string => uploadKey(tenant, bot, `${id}.note`);
