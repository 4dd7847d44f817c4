/** WRITE, COPY, MOVE, DELETE FILE, UPLOAD and DOWNLOAD (reference 3.11). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toCsv } from "../../../basic/functions/csv.ts";
import { toWorkbook } from "../../../basic/functions/xlsx.ts";
import { toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { BasicDate, Duration, FileValue, RecordId, SealedText, type Value } from "../../../basic/values.ts";
import { nameOf } from "../../../contracts/drive-path.ts";
import { OutboundError } from "../../../contracts/outbound.ts";
import { releaseLayer } from "../../../platform/drive-layers.ts";
import { bytesOf } from "../../../platform/hmac.ts";
import { outboundFetch } from "../../../platform/outbound/outbound-fetch.ts";
import { outboundPolicy } from "../../../platform/outbound/policy.ts";
import { optionalText, textArgument } from "./arguments.ts";
import {
  actorOf,
  changeDrive,
  FILE_LIMIT_MS,
  fileValue,
  fromDrive,
  givenFile,
  nameOfAddress,
  pathArgument,
  storeFile,
  targetPath,
  writablePath,
} from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { findFile, MAX_BYTES_AT_HAND, pathOrRaise, readBytes } from "./package-files.ts";

const ADDRESS = /^https?:\/\//i;
const limitMs = () => FILE_LIMIT_MS;

const write: EffectHandler = {
  limitMs,
  async run(args, context) {
    const path = pathArgument(args["path"], context);
    const bytes = await contentOf(args["content"] ?? null, path, context);
    return fileValue(await storeFile(path, bytes, context), context);
  },
};

/** What is written for a value: a file as it is, objects and lists by the ending of the name, all else as its text. */
export async function contentOf(value: Value, path: string, context: EffectContext): Promise<Uint8Array<ArrayBuffer>> {
  const { values } = context;
  if (value instanceof FileValue) return (await givenFile(value, context)).bytes;
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (!isStructured(value)) return bytesOf(toText(value, values));
  if (ending === "csv") return bytesOf(toCsv(value, values));
  if (ending === "xlsx") return (await givenFile(toWorkbook(value, nameOf(path), values), context)).bytes;
  return bytesOf(ending === "json" ? toJson(value, values, 2) : toText(value, values));
}

function isStructured(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  return !(
    value instanceof BasicDate ||
    value instanceof Duration ||
    value instanceof RecordId ||
    value instanceof SealedText
  );
}

const copy: EffectHandler = {
  limitMs,
  async run(args, context) {
    const from = pathArgument(args["from"], context);
    const file = await findFile(from, context);
    const to = writablePath(targetPath(pathArgument(args["to"], context), nameOf(file?.path ?? from)), context);
    if (!file) throw missing(from);
    if (file.layer === "release") {
      const bytes = await readBytes(file, context);
      return fileValue(await storeFile(to, bytes, context, { type: file.type }), context);
    }
    const copied = await changeDrive(context, (drive) =>
      drive.copy(context.effectKey, file.path, to, actorOf(context)),
    );
    return fileValue(fromDrive(copied), context);
  },
};

const move: EffectHandler = {
  limitMs,
  async run(args, context) {
    const from = pathArgument(args["from"], context);
    const file = await findFile(from, context);
    const path = file?.path ?? pathOrRaise(from);
    const to = writablePath(targetPath(pathArgument(args["to"], context), nameOf(path)), context);
    if (file?.layer === "release") {
      const moved = await storeFile(to, await readBytes(file, context), context, { type: file.type });
      await changeDrive(context, (drive) => drive.remove(`${context.effectKey}/hide`, path, actorOf(context), true));
      return fileValue(moved, context);
    }
    // Also where it is not there: a call that is repeated after a crash may have moved it already, which its key tells.
    const moved = await changeDrive(context, (drive) =>
      drive.move(context.effectKey, path, to, actorOf(context), isInRelease(path, context)),
    );
    return fileValue(fromDrive(moved), context);
  },
};

const deleteFile: EffectHandler = {
  run: (args, context) => removeFile(pathArgument(args["path"], context), context),
};

/** True where there was such a file. */
export async function removeFile(from: string, context: EffectContext): Promise<boolean> {
  const file = await findFile(from, context);
  const path = file?.path ?? pathOrRaise(from);
  if (path === "") throw new BasicError(ERR.path, "DELETE FILE needs the path of one file.");
  const { removed } = await changeDrive(context, (drive) =>
    drive.remove(context.effectKey, path, actorOf(context), isInRelease(path, context)),
  );
  if (!removed) context.warn(`There was no file "${from.slice(0, 200)}" to delete.`);
  return removed;
}

const isInRelease = (path: string, context: EffectContext): boolean =>
  releaseLayer(context.release).has(path.toLowerCase().normalize("NFC"));

const missing = (path: string): BasicError =>
  new BasicError(ERR.fileNotFound, `There is no file "${path.slice(0, 200)}".`);

const upload: EffectHandler = {
  limitMs: () => FILE_LIMIT_MS,
  async run(args, context) {
    const { file } = args;
    const text = typeof file === "string" ? file.trim() : "";
    const given = ADDRESS.test(text) ? await fetched(text, context) : await givenFile(file, context);
    const most = context.config.keys["upload-max-size"];
    const { byteLength } = given.bytes;
    if (byteLength > most)
      throw new BasicError(ERR.overflow, `"${given.name}" has ${byteLength} bytes; upload-max-size allows ${most}.`);
    const to = optionalText(args, "path", context);
    const path = to === null || to === "" ? `uploads/${given.name}` : targetPath(to, given.name);
    return fileValue(await storeFile(path, given.bytes, context, { type: given.type }), context);
  },
};

/** Kept where erasing the conversation finds it, unless the script names a place. NULL where it could not be fetched. */
const download: EffectHandler = {
  limitMs: () => FILE_LIMIT_MS,
  async run(args, context) {
    const url = textArgument(args, "url", context).trim();
    const to = optionalText(args, "path", context);
    let given: Fetched;
    try {
      given = await fetched(url, context);
    } catch (error) {
      if (!(error instanceof BasicError)) throw error;
      context.warn(error.message);
      return null;
    }
    const temporary = `uploads/${context.identity.key.conversation}/${context.effectKey.split("/").slice(1).join("-")}-`;
    const path = to === null || to === "" ? temporary + given.name : targetPath(to, given.name);
    return fileValue(await storeFile(path, given.bytes, context, { type: given.type }), context);
  },
};

interface Fetched {
  name: string;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

async function fetched(url: string, context: EffectContext): Promise<Fetched> {
  const { env, identity, config, signal, clock } = context;
  const maxBytes = Math.min(config.keys["download-max-size"], MAX_BYTES_AT_HAND);
  const policy = outboundPolicy(env, identity.key.tenant, config.keys["http-allowed-hosts"]);
  const request = { method: "GET", url, headers: {}, body: null, timeoutMs: 45_000, maxBytes } as const;
  try {
    const answer = await outboundFetch(env, { ...request, maxRedirects: 10, retries: 1, signal }, policy, clock);
    if (answer.status >= 400)
      throw new BasicError(ERR.remote, `The server answered ${answer.status} to the request for the file.`);
    const type = answer.headers["content-type"]?.split(";")[0]?.trim() ?? "";
    return { name: nameOfAddress(answer.url), type, bytes: answer.body };
  } catch (error) {
    if (error instanceof OutboundError)
      throw new BasicError(ERR.remote, `The file could not be fetched: ${error.message}`);
    throw error;
  }
}

export const DRIVE_FILE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  WRITE: write,
  COPY: copy,
  MOVE: move,
  "DELETE FILE": deleteFile,
  UPLOAD: upload,
  DOWNLOAD: download,
};
