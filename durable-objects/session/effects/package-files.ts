/** Files of the pinned release, by the paths that scripts write (reference 3.11), and their text. */
import { BasicError, ERR } from "../../../basic/errors.ts";
import type { ReleaseFile } from "../../../contracts/release.ts";
import { createGatewayClient, GatewayError } from "../../../platform/gateway-client.ts";
import { readReleaseFile } from "../../../platform/release-files.ts";
import type { PinnedRelease } from "../state.ts";
import type { EffectContext } from "./effect.ts";

const MAX_TEXT_FILE = 10 * 1024 * 1024;
const MAX_DOCUMENT = 32 * 1024 * 1024;
const TEXT_FILE = /\.(txt|md|markdown|csv|json|xml|html?|ya?ml|log|bas|svg)$/i;
const DOCUMENT = /\.(pdf|docx)$/i;
/** `name.gbdrive/`, `.gbdata/` and the like: the package's own folders. */
const PACKAGE_FOLDER = /^[^/]*\.gb(?:drive|data|kb)\//i;

/** The file, looked for in the drive, the data and the knowledge; null when there is none. Error 75 for a path that leaves the package. */
export function findPackageFile(release: PinnedRelease, path: string): ReleaseFile | null {
  const wanted = path.trim().replaceAll("\\", "/").replace(/^\/+/, "");
  if (wanted.split("/").includes("..") || /^~|^[a-z]:/i.test(wanted)) {
    throw new BasicError(ERR.path, `"${path.slice(0, 200)}" is not a path inside the package.`);
  }
  const folder = PACKAGE_FOLDER.exec(wanted)?.[0]
    .match(/\.gb(drive|data|kb)\//i)?.[1]
    ?.toLowerCase();
  const inner = wanted.replace(PACKAGE_FOLDER, "").toLowerCase();
  const files = [...release.data, ...release.knowledge];
  const candidates = files.filter((file) => file.path.replace(PACKAGE_FOLDER, "").toLowerCase() === inner);
  const order = folder === undefined ? ["drive", "data", "kb"] : [folder];
  for (const kind of order) {
    const found = candidates.find((file) => file.path.toLowerCase().includes(`.gb${kind}/`));
    if (found) return found;
  }
  return folder === undefined ? (candidates[0] ?? null) : null;
}

/** A gateway that was killed is back within seconds; the person waits rather than being told of an error. */
const GATEWAY_PAUSES_MS = [200, 1_000, 2_000, 4_000, 4_000];

/** Text of a file: as it is, or extracted by the gateway from a document. */
export async function readPackageText(file: ReleaseFile, context: EffectContext): Promise<string> {
  const isDocument = DOCUMENT.test(file.path);
  if (!isDocument && !TEXT_FILE.test(file.path)) {
    throw new BasicError(ERR.badCall, `"${file.path}" is neither a text nor a document, so it cannot be read as text.`);
  }
  const limit = isDocument ? MAX_DOCUMENT : MAX_TEXT_FILE;
  if (file.size > limit) {
    throw new BasicError(ERR.memory, `"${file.path}" is larger than ${limit / 1024 / 1024} MB.`);
  }
  const object = await readReleaseFile(context.env.FILES, context.identity.key.tenant, context.release.bot, file.hash);
  if (!object) throw new BasicError(ERR.fileNotFound, `"${file.path}" is missing from the release's files.`);
  const bytes = new Uint8Array(await object.arrayBuffer());
  return isDocument ? extract(file, bytes, context) : new TextDecoder("utf-8").decode(bytes);
}

async function extract(file: ReleaseFile, body: Uint8Array<ArrayBuffer>, context: EffectContext): Promise<string> {
  const { GATEWAY_URL, GATEWAY_PRIVATE_JWK } = context.env;
  if (!GATEWAY_URL || !GATEWAY_PRIVATE_JWK) {
    throw new BasicError(
      ERR.serviceMissing,
      `"${file.path}" needs the GPU gateway to be read, and none is configured.`,
    );
  }
  const gateway = createGatewayClient({
    baseUrl: GATEWAY_URL,
    privateJwk: JSON.parse(GATEWAY_PRIVATE_JWK),
    clock: context.clock,
    pausesMs: GATEWAY_PAUSES_MS,
  });
  try {
    const fileName = file.path.slice(file.path.lastIndexOf("/") + 1);
    const document = await gateway.extract({ body, fileName, signal: context.signal });
    return document.pages.map((page) => page.text).join("\n\n");
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new BasicError(ERR.remote, `"${file.path}" could not be read: ${error.message}`);
  }
}
