/** What the keywords that change files have in common: which paths may be written, storing bytes, faults, file values. */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { decodeBase64 } from "../../../basic/functions/base64.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { BasicDate, FileValue, type Value } from "../../../basic/values.ts";
import type { DriveActor, DriveApi, DriveFile } from "../../../contracts/drive.ts";
import { nameOf } from "../../../contracts/drive-path.ts";
import type { Failure, Result } from "../../../contracts/faults.ts";
import { storeDriveFile } from "../../../platform/drive-store.ts";
import { mediaTypeOf } from "../../../platform/media-type.ts";
import { callObject, driveObject } from "../../objects.ts";
import type { EffectContext } from "./effect.ts";
import { type FoundFile, fileOrRaise, foundFile, MAX_BYTES_AT_HAND, pathOrRaise, readBytes } from "./package-files.ts";

/** Storing and copying within the installation. */
export const FILE_LIMIT_MS = 60_000;
/** `name.gbdialog/x.bas` and the like: folders that only a release fills. */
const RELEASE_FOLDER = /^[^/]*\.gb(dialog|ot|theme|ui|app|ai)(?:\/|$)/i;

export const actorOf = (context: EffectContext): DriveActor => ({
  kind: "script",
  id: context.identity.key.conversation,
});

/** A path that a script may write. Error 75 for one that leaves the drive, names it, or belongs to a release. */
export function writablePath(path: string, context: EffectContext): string {
  const wanted = pathOrRaise(path);
  if (wanted === "") throw new BasicError(ERR.path, "A file has a name: give a path such as notes/today.txt.");
  const kind = RELEASE_FOLDER.exec(wanted)?.[1]?.toLowerCase();
  if (kind === "dialog" && context.config.keys["allow-script-write"]) return wanted;
  if (kind !== undefined) {
    const why = kind === "dialog" ? " and the config key allow-script-write is not on" : "";
    throw new BasicError(ERR.path, `"${path.slice(0, 200)}" belongs to a release${why}: publish it instead.`);
  }
  checkEnding(wanted, context);
  return wanted;
}

function checkEnding(path: string, context: EffectContext): void {
  const allowed = context.config.keys["drive-allowed-extensions"].map((one) => one.toLowerCase().replace(/^\./, ""));
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  if (allowed.length > 0 && !allowed.includes(extension))
    throw new BasicError(
      ERR.permission,
      `"${path}" is not kept: the config key drive-allowed-extensions names ${allowed.join(", ")}.`,
    );
}

/** `folder/` takes the name of what comes into it. */
export const targetPath = (to: string, name: string): string => (/[/\\]\s*$/.test(to) ? `${to.trim()}${name}` : to);

/**
 * Writes a file of the drive. `part` tells several writes of one call apart. A call that is repeated after a crash writes
 * nothing twice.
 */
export async function storeFile(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  context: EffectContext,
  { part = "", type }: { part?: string; type?: string } = {},
): Promise<FoundFile> {
  const wanted = writablePath(path, context);
  const limit = context.config.keys["drive-max-file-size"];
  if (bytes.byteLength > limit)
    throw new BasicError(
      ERR.overflow,
      `"${wanted}" has ${bytes.byteLength} bytes; drive-max-file-size allows ${limit}.`,
    );
  const { env, identity, clock, signal, effectKey } = context;
  const drive = driveObject(env, identity.key);
  const file = { path: wanted, bytes, type: mediaTypeOf(bytes, wanted, type), by: actorOf(context) };
  const written = await callObject(clock, signal, () =>
    storeDriveFile(env.FILES, drive, identity.key, effectKey + part, file),
  );
  return fromDrive(valueOrRaise(written));
}

/** Any other change of the drive. */
export async function changeDrive<T>(
  context: EffectContext,
  change: (drive: DriveApi) => Promise<Result<T>>,
): Promise<T> {
  const drive = driveObject(context.env, context.identity.key);
  return valueOrRaise(await callObject(context.clock, context.signal, () => change(drive)));
}

export const fromDrive = (file: DriveFile): FoundFile =>
  foundFile({ layer: "drive", path: file.path, size: file.size, file });

const NUMBERS: Readonly<Record<string, number>> = {
  "drive.path-invalid": ERR.path,
  "drive.exists": ERR.path,
  "drive.not-found": ERR.fileNotFound,
  "drive.quota": ERR.overflow,
};

export function valueOrRaise<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, detail }: Failure = result;
  throw new BasicError(NUMBERS[code] ?? ERR.remote, detail);
}

/** The file as a script has it. `label` is its text form where that is not its path. */
export function fileValue(file: FoundFile, context: EffectContext, label = ""): FileValue {
  const { path, name, size, type, modified } = file;
  const url = `/api/v1/bots/${context.identity.key.bot}/files/${path.split("/").map(encodeURIComponent).join("/")}`;
  return new FileValue({
    path,
    name,
    mime: type,
    size,
    url,
    label,
    modified: modified === null ? null : new BasicDate(modified),
  });
}

/** The path that an operand means: a text, or a file value with a place of its own. */
export function pathArgument(value: Value | undefined, context: EffectContext): string {
  if (value instanceof FileValue) return value.path;
  return toText(value ?? null, context.values).trim();
}

/** A file that an operand means, with its bytes; `limit` bounds them. Error 53 where there is none. */
export async function givenFile(
  value: Value | undefined,
  context: EffectContext,
  limit: number = MAX_BYTES_AT_HAND,
): Promise<{ name: string; type: string; bytes: Uint8Array<ArrayBuffer> }> {
  const inline = value instanceof FileValue && value.path === "" ? value : null;
  const data = /^data:([^;,]*)(?:;[^,]*)?;base64,(.*)$/s.exec(inline?.url ?? "");
  if (inline && data)
    return { name: inline.name, type: inline.mime, bytes: new Uint8Array(decodeBase64(data[2] ?? "")) };
  const file = await fileOrRaise(pathArgument(value, context), context);
  return { name: file.name, type: file.type, bytes: await readBytes(file, context, limit) };
}

/** A name for a file of which only an address is known. */
export function nameOfAddress(url: string): string {
  if (!URL.canParse(url)) return "file";
  const last = nameOf(new URL(url).pathname);
  try {
    return (
      decodeURIComponent(last)
        .replace(/[/\\\p{Cc}]/gu, "_")
        .slice(0, 200) || "file"
    );
  } catch {
    return last.slice(0, 200) || "file";
  }
}
