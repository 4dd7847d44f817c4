/** SEND FILE and GENERATE SECURE LINK: files for whoever has their address (reference 3.11). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { getField } from "../../../basic/operations/fields.ts";
import { toNumber } from "../../../basic/operations/numbers.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { FileValue, newObject, type Value } from "../../../basic/values.ts";
import type { FrameBody } from "../../../contracts/frames.ts";
import { parseConversationKeys } from "../../../platform/conversation-token.ts";
import { mintFileToken } from "../../../platform/file-token.ts";
import { contentTypeOf } from "../../bot/content-type.ts";
import { hostValues } from "../config.ts";
import { optionalText } from "./arguments.ts";
import {
  actorOf,
  changeDrive,
  FILE_LIMIT_MS,
  fileValue,
  givenFile,
  nameOfAddress,
  pathArgument,
  storeFile,
} from "./drive-writes.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { type FoundFile, fileOrRaise, readBytes } from "./package-files.ts";

const MINUTE_MS = 60_000;
const UNITS: Readonly<Record<string, number>> = { MINUTE: 1, HOUR: 60, DAY: 1_440 };
const YEAR_MINUTES = 365 * 1_440;
const MAX_CAPTION = 2_000;
const ADDRESS = /^https?:\/\//i;

const secureLink: EffectHandler = {
  limitMs: () => FILE_LIMIT_MS,
  async run(args, context) {
    const file = await fileOrRaise(pathArgument(args["path"], context), context);
    return linkTo(file, context, minutesOf(args["count"] ?? null, optionalText(args, "unit", context), context));
  },
};

/** Null where the statement does not say: the configuration does. */
function minutesOf(count: Value, unit: string | null, context: EffectContext): number | null {
  if (count === null) return null;
  const minutes = toNumber(count, context.values) * (UNITS[(unit ?? "DAY").toUpperCase().replace(/S$/, "")] ?? 1_440);
  if (!(minutes > 0 && minutes <= YEAR_MINUTES))
    throw new BasicError(ERR.badCall, "A link is open for more than no time, and a year at most.");
  return minutes;
}

/**
 * The address at which a file is fetched without any other key, for so many minutes. It begins with the config key
 * `download-link-base-url`; without that it is a path of the installation's own host.
 */
export async function linkTo(file: FoundFile, context: EffectContext, minutes: number | null = null): Promise<string> {
  const { env, config, identity, effectKey } = context;
  const { tenant, bot } = identity.key;
  const expires = context.session.now + (minutes ?? config.keys["download-link-expiry"] / 60) * MINUTE_MS;
  const path = file.layer === "drive" ? file.path : await ownCopy(file, context);
  const link = await changeDrive(context, (drive) =>
    drive.share(`${effectKey}/link`, path, Math.round(expires), actorOf(context)),
  );
  const keys = parseConversationKeys(env.CONVERSATION_KEYS);
  const token = await mintFileToken(keys, tenant, { kind: "link", bot, link: link.id, expires: link.expires });
  return `${config.keys["download-link-base-url"].replace(/\/+$/, "")}/shared/${token}`;
}

/** A link opens a file of the drive: one of the release gets a copy beside, so that later releases are not hidden by it. */
async function ownCopy(file: FoundFile, context: EffectContext): Promise<string> {
  const path = `shared/${file.hash.slice(0, 16)}/${file.name}`;
  const bytes = await readBytes(file, context);
  return (await storeFile(path, bytes, context, { part: "/copy", type: file.type })).path;
}

const sendFile: EffectHandler = {
  limitMs: () => FILE_LIMIT_MS,
  async run(args, context) {
    const caption = (optionalText(args, "caption", context) ?? "").slice(0, MAX_CAPTION);
    const file = await sentFile(args["file"] ?? null, context);
    return newObject([
      ["success", true],
      ["file", file],
      ["caption", caption],
    ]);
  },
  show(result, config) {
    const values = hostValues(config);
    const file = getField(result, "file", values);
    if (!(file instanceof FileValue)) return null;
    return mediaFrame(file, toText(getField(result, "caption", values), values));
  },
};

async function sentFile(value: Value, context: EffectContext): Promise<FileValue> {
  const text = typeof value === "string" ? value.trim() : "";
  if (ADDRESS.test(text)) {
    const name = nameOfAddress(text);
    return new FileValue({ path: "", name, mime: contentTypeOf(name), size: 0, url: text });
  }
  const file = await inDrive(value, context);
  const shown = fileValue(file, context);
  return new FileValue({ ...shown, url: await linkTo(file, context) });
}

/** What a function of the language made has no place yet: it goes where erasing the conversation finds it. */
async function inDrive(value: Value, context: EffectContext): Promise<FoundFile> {
  if (!(value instanceof FileValue) || value.path !== "") return fileOrRaise(pathArgument(value, context), context);
  const { name, type, bytes } = await givenFile(value, context);
  const step = context.effectKey.split("/").slice(1).join("-");
  return storeFile(`uploads/${context.identity.key.conversation}/${step}-${name}`, bytes, context, {
    part: "/file",
    type,
  });
}

export function mediaFrame(file: FileValue, alt: string): FrameBody & { type: "image" | "file" | "audio" | "video" } {
  const kind = /^(image|audio|video)\//.exec(file.mime)?.[1];
  const type = kind === "image" || kind === "audio" || kind === "video" ? kind : "file";
  // A drawing in SVG can hold scripts; it is a file to look at, not a picture of the page.
  const shown = file.mime === "image/svg+xml" ? "file" : type;
  return { type: shown, url: file.url, name: file.name, mime: file.mime, size: file.size, alt };
}

export const SENT_FILE_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "SEND FILE": sendFile,
  "GENERATE SECURE LINK": secureLink,
};
