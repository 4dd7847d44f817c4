/** Attachments on their way into a conversation and out of it. */
import {
  type Attachment,
  type AttachmentRoom,
  attachmentFolder,
  type KeptAttachment,
} from "../../contracts/attachments.ts";
import { type DriveActor, driveKey } from "../../contracts/drive.ts";
import { drivePath, nameOf } from "../../contracts/drive-path.ts";
import { ok, type Result } from "../../contracts/faults.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { Env } from "../../durable-objects/env.ts";
import { newConversationId } from "../../platform/ids.ts";
import { mediaTypeOf } from "../../platform/media-type.ts";
import type { Ctx } from "../context.ts";
import { callObject, driveStub, sessionStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import type { ShownFile } from "./answer.ts";
import { PartWriter, type Stored } from "./part-writer.ts";
import { eachChunk } from "./receive.ts";

/** Programs are taken only where the bot's configuration names them. */
const PROGRAMS: ReadonlySet<string> = new Set(["application/vnd.microsoft.portable-executable", "application/x-elf"]);
const NAME = 200;

export interface SentFile {
  name: string;
  /** What the sender says that it is. */
  declared: string;
  stream: ReadableStream<Uint8Array> | null;
}

/**
 * Keeps a file that somebody sent in a conversation: for the API, and for the adapters of channels. `id` makes a repeat the
 * same attachment. Throws FaultError where the file is not to be had.
 */
export async function keepAttachment(
  env: Env,
  key: ConversationKey,
  file: SentFile,
  by: DriveActor,
  id: string = newConversationId(),
): Promise<Result<Attachment>> {
  const room = await callObject(() => sessionStub(env, key).attachmentRoom());
  if (!room.ok) return room;
  const writer = new PartWriter(env.FILES, key, `${key.conversation}/${id}`);
  let stored: Stored;
  try {
    await eachChunk(file.stream, room.value.maxBytes, (chunk) => writer.push(chunk));
    stored = await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const name = safeName(file.name);
  const type = mediaTypeOf(stored.head, name, file.declared);
  checkKind(room.value, name, type);
  const { hash, size } = stored;
  const path = `${attachmentFolder(key.conversation)}/${id}/${name}`;
  const written = await callObject(() =>
    driveStub(env, key.tenant, key.bot).write(`attachment/${key.conversation}/${id}`, { path, hash, size, type, by }),
  );
  if (!written.ok) return written;
  const kept = await callObject(() => sessionStub(env, key).attach({ id, name, size, type, path, hash }));
  return kept.ok ? ok(shown(kept.value)) : kept;
}

export const shown = ({ id, name, size, type, url }: KeptAttachment): Attachment => ({ id, name, size, type, url });

/** The attachment as a file that can be answered with. Throws what the conversation says. */
export async function attachmentFile(c: Ctx, key: ConversationKey, id: string): Promise<ShownFile> {
  const { path, hash, size, type } = expectOk(await callObject(() => sessionStub(c.env, key).attachment(id)));
  const keys = [driveKey(key.tenant, key.bot, hash)];
  return { path, hash, size, type, modified: null, version: null, keys };
}

/** A name alone, without folders and without what a path may not have. */
export function safeName(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "").replace(/^[~.]+|:/g, "");
  const { path = "" } = drivePath(nameOf(plain.replaceAll("\\", "/")));
  if (path.length <= NAME) return nameOf(path) || "file";
  const ending = /\.[a-z0-9]{1,10}$/i.exec(path)?.[0] ?? "";
  return path.slice(0, NAME - ending.length).toWellFormed() + ending;
}

function checkKind({ allowed }: AttachmentRoom, name: string, type: string): void {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const fits = (one: string) => {
    const rule = one.toLowerCase().replace(/^\./, "");
    return rule === ending || rule === type || (rule.endsWith("/*") && type.startsWith(rule.slice(0, -1)));
  };
  if (allowed.length === 0 ? !PROGRAMS.has(type) : allowed.some(fits)) return;
  const taken = allowed.length === 0 ? "anything but programs" : allowed.join(", ");
  throw new FaultError(
    "request.unsupported-type",
    `"${name}" is ${type}; this bot takes ${taken} (upload-allowed-types).`,
  );
}
