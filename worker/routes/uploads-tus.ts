/**
 * Resumable uploads into the drive by the tus protocol 1.0 (https://tus.io/protocols/resumable-upload): creation, expiration,
 * checksum, termination. Metadata: `path`, or `filename` and `folder`; `filetype`.
 */
import { Hono } from "hono";
import { systemClock } from "../../platform/clock.ts";
import { base64Bytes } from "../../platform/hmac.ts";
import { newConversationId } from "../../platform/ids.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { layerOf } from "../files/find.ts";
import { PART_BYTES, type PartWriter } from "../files/part-writer.ts";
import { eachChunk, nameStored } from "../files/receive.ts";
import { ResumableUpload } from "../files/resumable.ts";
import { expectOk, FaultError } from "../problem.ts";
import { requirePath } from "./drive.ts";

const VERSION = { "tus-resumable": "1.0.0" };
const ALGORITHMS: Readonly<Record<string, string>> = { sha1: "SHA-1", sha256: "SHA-256" };
/** A chunk that has a checksum is held until the sum is known. */
const CHECKED_BYTES = 32 * 1024 * 1024;

export function tusUploads(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const begin = async (c: Ctx): Promise<{ bot: string; by: string }> => {
    const bot = botOf(c);
    const by = await requireScope(c, "files:write", tokensOf(c));
    if (c.req.header("tus-resumable") !== "1.0.0")
      throw new FaultError("upload.version", "This server speaks version 1.0.0 of the tus protocol.", {
        headers: { "tus-version": "1.0.0" },
      });
    return { bot, by };
  };
  const open = (c: Ctx, bot: string) => ResumableUpload.open(c, bot, c.req.param("upload") ?? "", systemClock.now());

  routes.options("/bots/:bot/uploads-tus", async (c) => {
    const { config } = await layerOf(c, botOf(c));
    return c.body(null, 204, {
      ...VERSION,
      "tus-version": "1.0.0",
      "tus-extension": "creation,expiration,checksum,termination",
      "tus-checksum-algorithm": Object.keys(ALGORITHMS).join(","),
      "tus-max-size": String(config["drive-max-file-size"]),
    });
  });

  routes.post("/bots/:bot/uploads-tus", async (c) => {
    const { bot, by } = await begin(c);
    const { config } = await layerOf(c, bot);
    const length = wholeHeader(c, "upload-length");
    const limit = config["drive-max-file-size"];
    if (length > limit) throw new FaultError("request.too-large", `The file may have at most ${limit} bytes.`);
    const metadata = metadataOf(c.req.header("upload-metadata") ?? "");
    const named = metadata["path"] ?? `${metadata["folder"] ?? ""}/${metadata["filename"] ?? ""}`;
    const path = requirePath(named, config["drive-allowed-extensions"]);
    const id = newConversationId();
    const expires = systemClock.now() + config["upload-timeout"] * 1000;
    await ResumableUpload.begin(c, bot, id, {
      path,
      declared: metadata["filetype"] ?? "",
      by: by.slice(0, 100),
      length,
      expires,
    });
    if (length === 0) await complete(c, bot, await ResumableUpload.open(c, bot, id, systemClock.now()));
    const location = `${new URL(c.req.url).pathname}/${id}`;
    return c.body(null, 201, { ...VERSION, location, "upload-expires": new Date(expires).toUTCString() });
  });

  // HEAD: the framework asks this one and leaves the body out.
  routes.get("/bots/:bot/uploads-tus/:upload", async (c) => {
    const { bot } = await begin(c);
    const { note } = await open(c, bot);
    return c.body(null, 200, { ...stand(note.offset, note.expires), "upload-length": String(note.length) });
  });

  routes.patch("/bots/:bot/uploads-tus/:upload", async (c) => {
    const { bot } = await begin(c);
    if (c.req.header("content-type") !== "application/offset+octet-stream")
      throw new FaultError("request.unsupported-type", "Send the bytes as application/offset+octet-stream.");
    const upload = await open(c, bot);
    const { offset, length, expires } = upload.note;
    if (wholeHeader(c, "upload-offset") !== offset)
      throw new FaultError("upload.conflict", `The upload stands at ${offset}.`);
    const now = await receive(c, upload, length - offset);
    if (now === length) await complete(c, bot, upload);
    return c.body(null, 204, stand(now, expires));
  });

  routes.delete("/bots/:bot/uploads-tus/:upload", async (c) => {
    const { bot } = await begin(c);
    await (await open(c, bot)).drop(false);
    return c.body(null, 204, VERSION);
  });

  return routes;
}

const stand = (offset: number, expires: number) => ({
  ...VERSION,
  "upload-offset": String(offset),
  "upload-expires": new Date(expires).toUTCString(),
  "cache-control": "no-store",
});

/** Takes the body in; where it stands then. A body that breaks off is kept as far as it came. */
async function receive(c: Ctx, upload: ResumableUpload, limit: number): Promise<number> {
  const checksum = c.req.header("upload-checksum");
  const writer = await upload.writer();
  const from = upload.note.offset;
  let taken = 0;
  if (checksum !== undefined) {
    const bytes = await checkedBytes(c, checksum, Math.min(limit, CHECKED_BYTES));
    await writer.push(bytes);
    await upload.save(writer, from + bytes.byteLength);
    return from + bytes.byteLength;
  }
  let parts = writer.state.parts.length;
  try {
    await eachChunk(c.req.raw.body, limit, async (chunk) => {
      // One chunk never crosses two parts, so that what is saved in between has at most a part beside it.
      for (let at = 0; at < chunk.byteLength; at += PART_BYTES) {
        const piece = chunk.subarray(at, at + PART_BYTES);
        await writer.push(piece);
        taken += piece.byteLength;
      }
      if (writer.state.parts.length === parts) return;
      parts = writer.state.parts.length;
      await upload.save(writer, from + taken);
    });
  } catch (error) {
    await keepWhatCame(upload, writer, from + taken, error);
  }
  if (upload.note.offset !== from + taken) await upload.save(writer, from + taken);
  return from + taken;
}

async function keepWhatCame(upload: ResumableUpload, writer: PartWriter, offset: number, error: unknown) {
  const isBroken = error instanceof FaultError && error.failure.code === "request.invalid";
  if (isBroken && upload.note.offset !== offset) await upload.save(writer, offset);
  throw error;
}

async function checkedBytes(c: Ctx, checksum: string, limit: number): Promise<Uint8Array> {
  const [name = "", sum = ""] = checksum.split(" ");
  const algorithm = Object.hasOwn(ALGORITHMS, name) ? ALGORITHMS[name] : undefined;
  const wanted = base64Bytes(sum);
  if (algorithm === undefined || wanted === null)
    throw new FaultError(
      "request.invalid",
      `Upload-Checksum is ${Object.keys(ALGORITHMS).join(" or ")}, a blank and the sum in base64.`,
    );
  const chunks: Uint8Array[] = [];
  const size = await eachChunk(c.req.raw.body, limit, async (chunk) => void chunks.push(new Uint8Array(chunk)));
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  const is = new Uint8Array(await crypto.subtle.digest(algorithm, bytes));
  if (is.length !== wanted.length || is.some((byte, index) => byte !== wanted[index]))
    throw new FaultError("upload.checksum", "The bytes of this request do not have the checksum that it names.");
  return bytes;
}

async function complete(c: Ctx, bot: string, upload: ResumableUpload): Promise<void> {
  const { path, declared, by } = upload.note;
  const stored = await (await upload.writer()).finish();
  const effect = `tus/${upload.id}`;
  expectOk(await nameStored(c, bot, stored, { path, declared, by: { kind: "api", id: by }, effect }));
  await upload.drop(true);
}

function wholeHeader(c: Ctx, name: string): number {
  const text = c.req.header(name) ?? "";
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new FaultError("request.invalid", `${name} is a whole number, 0 or more.`);
}

/** `name base64, name base64`. Throws where a value is no UTF-8 in base64. */
function metadataOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const pair of text.split(",").slice(0, 50)) {
    const [name = "", value = ""] = pair.trim().split(" ");
    const bytes = base64Bytes(value);
    if (bytes === null || bytes.byteLength > 4_096)
      throw new FaultError("request.invalid", "Upload-Metadata is a list of names, each with a value in base64.");
    if (name !== "") found[name] = new TextDecoder().decode(bytes);
  }
  return found;
}
