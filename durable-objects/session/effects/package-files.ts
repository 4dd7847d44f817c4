/**
 * Files by the paths that scripts write (reference 3.11): those of the drive, above those of the pinned release. A path
 * without a folder of the package is looked for in the drive, the data and the knowledge, in this order.
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { driveKey } from "../../../contracts/drive.ts";
import { drivePath, nameOf } from "../../../contracts/drive-path.ts";
import { findLayered, type LayeredFile, releaseLayer } from "../../../platform/drive-layers.ts";
import { createGatewayClient, type GatewayClient, GatewayError } from "../../../platform/gateway-client.ts";
import { readReleaseFile } from "../../../platform/release-files.ts";
import { contentTypeOf } from "../../bot/content-type.ts";
import { callObject, driveObject } from "../../objects.ts";
import type { EffectContext } from "./effect.ts";

const MAX_TEXT_FILE = 10 * 1024 * 1024;
const MAX_DOCUMENT = 32 * 1024 * 1024;
/** What one call holds in memory, which other conversations of the isolate share. */
export const MAX_BYTES_AT_HAND = 32 * 1024 * 1024;
const TEXT_FILE = /\.(txt|md|markdown|csv|tsv|json|xml|html?|ya?ml|log|bas|svg|ics|vcf|css|js)$/i;
const DOCUMENT = /\.(pdf|docx|xlsx|pptx|png|jpe?g|gif|webp|bmp|tiff?)$/i;
/** `name.gbdrive/`, `.gbdata/` and the like: a folder of the package, chosen by the script. */
const CHOSEN_FOLDER = /^\/*[^/]*\.gb(?:drive|data|kb)(?:\/|$)/i;

/** A file that a script can read: of the drive, or of the release below it. */
export interface FoundFile {
  layer: LayeredFile["layer"];
  /** In the drive. */
  path: string;
  name: string;
  hash: string;
  size: number;
  /** Media type. */
  type: string;
  /** ms; null for a file of the release. */
  modified: number | null;
}

/** The path in its one form. Error 75 for one that leaves the drive. */
export function pathOrRaise(path: string): string {
  const parsed = drivePath(path);
  if (parsed.problem !== undefined)
    throw new BasicError(ERR.path, `"${path.slice(0, 200)}" is not a path inside the package: ${parsed.problem}`);
  return parsed.path;
}

/** Where a reader looks, the first that is there counts. Error 75 for a path that leaves the drive. */
export function readingPaths(path: string): string[] {
  const parsed = pathOrRaise(path);
  return CHOSEN_FOLDER.test(path.trim().replaceAll("\\", "/")) || parsed === ""
    ? [parsed]
    : [parsed, `.gbdata/${parsed}`, `.gbkb/${parsed}`];
}

/** The file at a path; null when there is none. Error 75 for a path that leaves the drive. */
export async function findFile(path: string, context: EffectContext): Promise<FoundFile | null> {
  const drive = driveObject(context.env, context.identity.key);
  const layer = releaseLayer(context.release);
  const paths = readingPaths(path).filter((one) => one !== "");
  const found = await callObject(context.clock, context.signal, () =>
    Promise.all(paths.map((one) => findLayered(drive, layer, one))),
  );
  const first = found.find((one) => one !== null);
  return first ? foundFile(first) : null;
}

/** The same; error 53 when there is none. */
export async function fileOrRaise(path: string, context: EffectContext): Promise<FoundFile> {
  const file = await findFile(path, context);
  if (!file) throw new BasicError(ERR.fileNotFound, `There is no file "${path.slice(0, 200)}".`);
  return file;
}

export function foundFile(found: LayeredFile): FoundFile {
  const { layer, path, size, file } = found;
  const name = nameOf(path);
  if (layer === "release")
    return { layer, path, name, size, hash: file.hash, type: contentTypeOf(name), modified: null };
  return { layer, path, name, size, hash: file.hash, type: file.type, modified: file.modified };
}

/** Error 14 for one that is larger than a call may hold, 53 where storage has lost it. */
export async function readBytes(
  file: FoundFile,
  context: EffectContext,
  limit: number = MAX_BYTES_AT_HAND,
): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > limit)
    throw new BasicError(ERR.memory, `"${file.path}" is larger than ${Math.round(limit / 1024 / 1024)} MB.`);
  const { tenant, bot } = context.identity.key;
  const { FILES } = context.env;
  const object =
    file.layer === "drive"
      ? await FILES.get(driveKey(tenant, bot, file.hash))
      : await readReleaseFile(FILES, tenant, context.release.bot, file.hash);
  if (!object) throw new BasicError(ERR.fileNotFound, `The bytes of "${file.path}" are missing from storage.`);
  return new Uint8Array(await object.arrayBuffer());
}

/** The file that a reader finds at a path, and its bytes; null when there is none. */
export async function readLayered(
  path: string,
  context: EffectContext,
  limit: number = MAX_BYTES_AT_HAND,
): Promise<{ file: FoundFile; bytes: Uint8Array<ArrayBuffer> } | null> {
  const file = await findFile(path, context);
  return file && { file, bytes: await readBytes(file, context, limit) };
}

/** Text of a file: as it is, or extracted by the gateway from a document or a picture. */
export async function readText(file: FoundFile, context: EffectContext): Promise<string> {
  const isDocument = DOCUMENT.test(file.name);
  checkReadable(file.path, isDocument || TEXT_FILE.test(file.name) || file.type.startsWith("text/"));
  const bytes = await readBytes(file, context, isDocument ? MAX_DOCUMENT : MAX_TEXT_FILE);
  return isDocument ? extract(file, bytes, context) : new TextDecoder("utf-8").decode(bytes);
}

function checkReadable(path: string, readable: boolean): void {
  if (readable) return;
  throw new BasicError(ERR.badCall, `"${path}" is neither a text nor a document, so it cannot be read as text.`);
}

/** A gateway that was killed is back within seconds; the person waits rather than being told of an error. */
const GATEWAY_PAUSES_MS = [200, 1_000, 2_000, 4_000, 4_000];

/** `what` needs the gateway. Error 404 where none is configured. */
export function gatewayFor(what: string, context: EffectContext): GatewayClient {
  const { GATEWAY_URL, GATEWAY_PRIVATE_JWK } = context.env;
  if (!GATEWAY_URL || !GATEWAY_PRIVATE_JWK)
    throw new BasicError(ERR.serviceMissing, `${what}, and none is configured.`);
  return createGatewayClient({
    baseUrl: GATEWAY_URL,
    privateJwk: JSON.parse(GATEWAY_PRIVATE_JWK),
    clock: context.clock,
    pausesMs: GATEWAY_PAUSES_MS,
  });
}

async function extract(file: FoundFile, body: Uint8Array<ArrayBuffer>, context: EffectContext): Promise<string> {
  const gateway = gatewayFor(`"${file.path}" needs the GPU gateway to be read`, context);
  try {
    const document = await gateway.extract({ body, fileName: file.name, signal: context.signal });
    return document.pages.map((page) => page.text).join("\n\n");
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new BasicError(ERR.remote, `"${file.path}" could not be read: ${error.message}`);
  }
}
