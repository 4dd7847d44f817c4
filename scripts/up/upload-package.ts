/**
 * Publishes a package folder file by file (contracts/package-upload.ts): a list of hashes first, then what the product does
 * not have. A connection that breaks is taken up where it broke; a second call after a crash asks what is there and sends
 * the rest, because the same list is the same upload.
 */
import { createHash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { UPLOAD_LIMITS, type UploadFile } from "../../contracts/package-upload.ts";
import { packageRoot } from "./packages.ts";

/** Bytes of a piece of a large file: what a broken connection costs at most. */
const PIECE = 4 * 1024 * 1024;
const PARALLEL = 4;
const FILES_AT_ONCE = 32;
/** Pauses before a call is made again; after the last one it fails. */
const PAUSES_MS = [200, 1_000, 3_000, 8_000];

const statusSchema = z.object({
  id: z.string(),
  missing: z.array(z.object({ sha256: z.string(), size: z.number(), offset: z.number() })),
});

/** One call of the product's API; throws where nobody answers. */
export type Send = (
  route: string,
  init: { method: string; headers?: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> },
) => Promise<Response>;

/** The product's own refusal. `answer` is its problem document, where it sent one. */
export class UploadRefused extends Error {
  override readonly name = "UploadRefused";
  readonly status: number;
  readonly answer: unknown;
  constructor(status: number, answer: unknown) {
    const said = z.object({ detail: z.string() }).safeParse(answer);
    super(said.data?.detail ?? `the product answered ${status}`);
    this.status = status;
    this.answer = answer;
  }
}

export interface Progress {
  /** Files and bytes that have to travel, and those that have. */
  files: number;
  bytes: number;
  sentFiles: number;
  sentBytes: number;
}

export interface UploadSettings {
  bot: string;
  folder: string;
  /** `?candidate=true` or the like. */
  query?: string;
  /** Hashes of files that have not changed since; kept by the caller between two calls. */
  known?: FileHashes;
  onProgress?(progress: Progress): void;
}

interface Listed extends UploadFile {
  place: string;
}

/** Hashes by place, as long as size, time and inode of a file stay. */
export class FileHashes {
  private readonly hashes = new Map<string, { stamp: string; hash: string }>();

  async of(place: string, stats: Stats): Promise<string> {
    const stamp = `${stats.size} ${stats.mtimeMs} ${stats.ino}`;
    const near = this.hashes.get(place);
    if (near?.stamp === stamp) return near.hash;
    const digest = createHash("sha256");
    for await (const part of createReadStream(place)) digest.update(part as Buffer);
    const hash = digest.digest("hex");
    this.hashes.set(place, { stamp, hash });
    return hash;
  }
}

/** A package's files, without hidden ones. Links are left out: they could lead anywhere. Throws an Error with a sentence. */
export async function listPackage(folder: string, known = new FileHashes()): Promise<Listed[]> {
  const entries = await fs.readdir(folder, { withFileTypes: true, recursive: true });
  const files: Listed[] = [];
  const from = packageRoot(folder);
  let bytes = 0;
  await inParallel(FILES_AT_ONCE, entries, async (entry) => {
    if (!entry.isFile()) return;
    const place = path.join(entry.parentPath, entry.name);
    const names = path.relative(from, path.resolve(place)).split(path.sep);
    if (names.some((name) => name.startsWith("."))) return;
    const stats = await fs.stat(place);
    bytes += stats.size;
    if (bytes > UPLOAD_LIMITS.bytes) throw new Error(`it is larger than ${UPLOAD_LIMITS.bytes / 1024 / 1024} MB`);
    const sha256 = await known.of(place, stats);
    if (files.length === UPLOAD_LIMITS.files) throw new Error(`it has more than ${UPLOAD_LIMITS.files} files`);
    files.push({ path: names.join("/"), size: stats.size, sha256, place });
  });
  if (files.length === 0) throw new Error("it has no files");
  return files;
}

/** The answer of the publishing, as JSON. Throws an UploadRefused, or what `send` throws when nobody answers any more. */
export async function uploadPackage(send: Send, settings: UploadSettings): Promise<unknown> {
  return callUpload(send, `${await sendPackage(send, settings)}/complete${settings.query ?? ""}`);
}

/** A call that ends an upload, or asks what ending it would do. */
export async function callUpload(send: Send, route: string): Promise<unknown> {
  return answerOf(await insist(send, route, { method: "POST" }));
}

/** The route of the upload, which is whole. Throws as uploadPackage does. */
export async function sendPackage(send: Send, settings: UploadSettings): Promise<string> {
  const { bot, folder, known, onProgress } = settings;
  const files = await listPackage(folder, known);
  const route = `/api/v1/bots/${bot}/uploads`;
  const list = files.map(({ path: name, size, sha256 }) => ({ path: name, size, sha256 }));
  // Made once: where nobody answers at the beginning, waiting helps nobody.
  const begun = await send(route, { method: "POST", headers: JSON_BODY, body: JSON.stringify({ files: list }) });
  const status = statusSchema.parse(await answerOf(begun));
  const byHash = new Map(files.map((file) => [file.sha256, file]));
  const progress: Progress = {
    files: status.missing.length,
    bytes: status.missing.reduce((sum, { size, offset }) => sum + size - offset, 0),
    sentFiles: 0,
    sentBytes: 0,
  };
  const sent = (bytes: number): void => {
    progress.sentBytes += bytes;
    onProgress?.(progress);
  };
  await inParallel(PARALLEL, status.missing, async ({ sha256, offset }) => {
    const file = byHash.get(sha256);
    if (file === undefined) return;
    const place = `${route}/${status.id}/blobs/${sha256}`;
    if (file.size <= UPLOAD_LIMITS.whole) await sendWhole(send, place, file, sent);
    else await sendPieces(send, place, file, offset, sent);
    progress.sentFiles += 1;
    onProgress?.(progress);
  });
  return `${route}/${status.id}`;
}

/** Stops at the first that fails. */
async function inParallel<T>(most: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

const JSON_BODY = { "content-type": "application/json" };

async function sendWhole(send: Send, route: string, file: Listed, sent: (bytes: number) => void): Promise<void> {
  const body = new Uint8Array(await fs.readFile(file.place));
  if (createHash("sha256").update(body).digest("hex") !== file.sha256)
    throw new Error(`${file.path} changed on its way`);
  await answerOf(await insist(send, route, { method: "PUT", body }));
  sent(body.length);
}

async function sendPieces(
  send: Send,
  route: string,
  file: Listed,
  from: number,
  sent: (bytes: number) => void,
): Promise<void> {
  const handle = await fs.open(file.place);
  try {
    for (let at = from, failures = 0; ; ) {
      const body = new Uint8Array(Math.min(PIECE, file.size - at));
      await handle.read(body, 0, body.length, at);
      const headers = { "upload-offset": String(at) };
      const response = await send(route, { method: "PATCH", headers, body }).catch((error: unknown) => {
        if (failures >= PAUSES_MS.length) throw error;
        return null;
      });
      if (response === null || response.status >= 500) {
        if (response !== null && failures >= PAUSES_MS.length) await answerOf(response);
        await sleep(PAUSES_MS[failures] ?? 0);
        failures += 1;
        at = await offsetOf(send, route, at);
        continue;
      }
      await answerOf(response);
      failures = 0;
      sent(body.length);
      at += body.length;
      if (at >= file.size) return;
    }
  } finally {
    await handle.close();
  }
}

/** Where the file broke off, as the product has it. */
async function offsetOf(send: Send, route: string, fallback: number): Promise<number> {
  const response = await insist(send, route, { method: "HEAD" });
  const offset = Number(response.headers.get("upload-offset") ?? Number.NaN);
  return Number.isInteger(offset) ? offset : fallback;
}

/** Every call may be made again. */
async function insist(send: Send, route: string, init: Parameters<Send>[1]): Promise<Response> {
  for (const pause of PAUSES_MS) {
    const response = await send(route, init).catch(() => null);
    if (response !== null && response.status < 500) return response;
    await response?.body?.cancel();
    await sleep(pause);
  }
  return send(route, init);
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new UploadRefused(response.status, answer);
  return answer;
}
