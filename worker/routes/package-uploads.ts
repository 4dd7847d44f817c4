/**
 * Publishing a package file by file (contracts/package-upload.ts): the list, then what is missing of it, whole or in pieces,
 * then the word that it is complete. Bytes go straight to object storage, which compares them with their hash; the bot's
 * object only keeps the books.
 */
import { type Context, Hono } from "hono";
import { UPLOAD_LIMITS, type UploadTarget, uploadRequest } from "../../contracts/package-upload.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readJson } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { keepEntry, publishOptions } from "./releases.ts";

const BLOB = "/bots/:bot/uploads/:upload/blobs/:hash";

export function packageUploads(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.post("/bots/:bot/uploads", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    const { files } = await readJson(c.req.raw, uploadRequest, UPLOAD_LIMITS.list);
    const tenant = c.get("tenant");
    return c.json(expectOk(await callObject(() => botStub(c.env, tenant, bot).openUpload(tenant, bot, files))), 201);
  });

  routes.get("/bots/:bot/uploads/:upload", async (c) => {
    const { bot, upload } = uploadOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    return c.json(expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).upload(upload))));
  });

  routes.put(BLOB, async (c) => {
    const { size, key, isStored } = await targetOf(c, tokensOf(c));
    if (size > UPLOAD_LIMITS.whole)
      throw new FaultError(
        "request.too-large",
        `A file of more than ${UPLOAD_LIMITS.whole} bytes is sent in pieces (PATCH).`,
      );
    if (declaredLength(c) !== size)
      throw new FaultError("upload.mismatch", `The list gives this file ${size} bytes; send exactly those.`);
    if (!isStored) {
      await store(c.env.FILES, key, c.req.raw.body, size, hashOf(c));
      await settle(c, true);
    }
    return c.body(null, 204);
  });

  // Hono answers HEAD by the route of GET, without its body.
  routes.get(BLOB, async (c) => {
    const { offset, size, isStored } = await targetOf(c, tokensOf(c));
    return c.body(null, 204, {
      "upload-offset": String(isStored ? size : offset),
      "upload-length": String(size),
      "cache-control": "no-store",
    });
  });

  routes.patch(BLOB, async (c) => {
    const { size, isStored } = await targetOf(c, tokensOf(c));
    if (isStored) return c.body(null, 204, { "upload-offset": String(size) });
    const said = c.req.header("upload-offset") ?? "";
    if (!/^\d{1,15}$/.test(said))
      throw new FaultError("request.invalid", "Upload-Offset says at which byte the piece begins.");
    const at = Number(said);
    const length = declaredLength(c);
    checkPiece(length, at, size);
    const { bot, upload } = uploadOf(c);
    const hash = hashOf(c);
    const stub = () => botStub(c.env, c.get("tenant"), bot);
    if (length > 0) {
      const { key } = expectOk(await callObject(() => stub().pieceTarget(upload, hash, at)));
      await store(c.env.FILES, key, c.req.raw.body, length, null);
    }
    const offset = expectOk(await callObject(() => stub().keepPiece(upload, hash, at, length)));
    if (offset === size) await assemble(c, expectOk(await callObject(() => stub().uploadTarget(upload, hash))));
    return c.body(null, 204, { "upload-offset": String(offset) });
  });

  routes.post("/bots/:bot/uploads/:upload/complete", async (c) => {
    const { bot, upload } = uploadOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    const options = await publishOptions(c);
    const stub = () => botStub(c.env, c.get("tenant"), bot);
    const report = expectOk(await callObject(() => stub().completeUpload(upload, options)));
    await keepEntry(c, bot);
    return c.json(report, report.changed || report.candidate ? 201 : 200);
  });

  routes.post("/bots/:bot/uploads/:upload/plan", async (c) => {
    const { bot, upload } = uploadOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    return c.json(expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).planUpload(upload))));
  });

  return routes;
}

function uploadOf(c: Context<AppEnv>): { bot: string; upload: string } {
  const bot = botOf(c);
  const upload = c.req.param("upload") ?? "";
  if (!/^[0-9a-f]{32}$/.test(upload))
    throw new FaultError("upload.unknown", "An upload is named by 32 hexadecimal digits.");
  return { bot, upload };
}

function hashOf(c: Context<AppEnv>): string {
  const hash = c.req.param("hash") ?? "";
  if (!/^[0-9a-f]{64}$/.test(hash))
    throw new FaultError("upload.not-asked", "A file is named by the 64 hexadecimal digits of its SHA-256.");
  return hash;
}

async function targetOf(c: Context<AppEnv>, tokens: ApiTokenStore): Promise<UploadTarget> {
  const { bot, upload } = uploadOf(c);
  await requireScope(c, "bots:publish", tokens);
  return expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).uploadTarget(upload, hashOf(c))));
}

/** Storage is told beforehand how long an object is, so that one that breaks off is none. */
function declaredLength(c: Ctx): number {
  const length = c.req.header("content-length") ?? (c.req.raw.body === null ? "0" : "");
  if (!/^\d{1,15}$/.test(length)) throw new FaultError("request.invalid", "content-length says how many bytes follow.");
  return Number(length);
}

function checkPiece(length: number, at: number, size: number): void {
  if (at + length > size) throw new FaultError("upload.mismatch", `The file ends at byte ${size}.`);
  if (length > UPLOAD_LIMITS.piece)
    throw new FaultError("request.too-large", `A piece has at most ${UPLOAD_LIMITS.piece} bytes.`);
  if (at + length < size && length < UPLOAD_LIMITS.smallestPiece)
    throw new FaultError("request.invalid", `Only the last piece has less than ${UPLOAD_LIMITS.smallestPiece} bytes.`);
}

/** Nothing of the object is held in memory. `hash`: storage compares it, and keeps nothing where it is another. */
async function store(
  files: R2Bucket,
  key: string,
  body: ReadableStream<Uint8Array> | null,
  length: number,
  hash: string | null,
): Promise<void> {
  const fixed = new FixedLengthStream(length);
  const sent = body === null ? fixed.writable.close() : body.pipeTo(fixed.writable);
  const [stored, brought] = await Promise.allSettled([
    files.put(key, fixed.readable, hash === null ? {} : { sha256: hash }),
    sent,
  ]);
  if (stored.status === "rejected" && isChecksum(stored.reason))
    throw new FaultError("upload.mismatch", "The bytes have another SHA-256 than the list says.");
  if (brought.status === "rejected")
    throw new FaultError("request.invalid", "The body broke off, or has another length than content-length says.");
  if (stored.status === "rejected")
    throw new FaultError("service.unavailable", "The bytes could not be stored at the moment; send them again.");
}

/** R2's error 10037, known by its words: errors of the binding carry no code of their own (workerd 2026-10). */
const isChecksum = (reason: unknown): boolean =>
  reason instanceof Error && /\(10037\)|checksum|SHA-256/i.test(reason.message);

async function settle(c: Context<AppEnv>, isRight: boolean): Promise<void> {
  const { bot, upload } = uploadOf(c);
  expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).settleBlob(upload, hashOf(c), isRight)));
}

/** Makes one object of the pieces, which go. Cut short it is made again: an empty PATCH at the end does so. */
async function assemble(c: Context<AppEnv>, { key, size, pieces }: UploadTarget): Promise<void> {
  const { FILES } = c.env;
  const whole = new FixedLengthStream(size);
  const join = async (): Promise<void> => {
    for (const piece of pieces) {
      const object = await FILES.get(piece);
      if (object === null) throw new Error("a piece is not in storage");
      await object.body.pipeTo(whole.writable, { preventClose: true });
    }
    await whole.writable.close();
  };
  const [stored] = await Promise.allSettled([FILES.put(key, whole.readable, { sha256: hashOf(c) }), join()]);
  const isOther = stored.status === "rejected" && isChecksum(stored.reason);
  if (stored.status === "rejected" && !isOther)
    throw new FaultError("service.unavailable", "The pieces could not be joined; send an empty one at the end.");
  await settle(c, !isOther);
  await FILES.delete(pieces);
  if (isOther)
    throw new FaultError("upload.mismatch", "The pieces are not the file of the list: send it from its beginning.");
}
