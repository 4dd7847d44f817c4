/** Files that a person sends in a conversation, whole or in parts, and what they see of them (docs/contract.md, "HTTP"). */
import { Hono } from "hono";
import * as z from "zod";
import { ATTACHMENT_LIMITS } from "../../contracts/attachments.ts";
import { uploadKey } from "../../contracts/drive-storage.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import { conversationId } from "../../contracts/ids.ts";
import { systemClock } from "../../platform/clock.ts";
import { mintFileToken } from "../../platform/file-token.ts";
import { newConversationId } from "../../platform/ids.ts";
import { requireAccess } from "../auth/access.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { keysOf, requireConversation } from "../auth/conversation.ts";
import { readBytes } from "../body.ts";
import { checkOrigin } from "../bot-settings.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { answerFile } from "../files/answer.ts";
import { attachmentFile, keepAttachment, type SentFile } from "../files/attachment.ts";
import { filesOfForm, isForm } from "../files/form.ts";
import { callObject, sessionStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { wholeNumber } from "../query.ts";

const ROUTE = "/bots/:bot/conversations/:id/attachments";

const pending = z.object({ name: z.string(), declared: z.string(), parts: z.int() });

export function attachments(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.post(ROUTE, async (c) => {
    const key = await requireConversation(c);
    await checkOrigin(c, key.bot);
    const parts = wholeNumber(c.req.query("parts"));
    if (parts !== undefined) return begin(c, key, parts);
    const { maxBytes } = expectOk(await callObject(() => sessionStub(c.env, key).attachmentRoom()));
    const declared = c.req.header("content-type") ?? "";
    const file = isForm(c) ? await fileOfForm(c, maxBytes) : { name: nameHeader(c), declared, stream: c.req.raw.body };
    return c.json(expectOk(await keepAttachment(c.env, key, file, personOf(key))), 201);
  });

  routes.put(`${ROUTE}/:attachment/parts/:part`, async (c) => {
    const key = await requireConversation(c);
    const id = attachmentOf(c);
    const { parts } = await pendingOf(c, key, id);
    const number = wholeNumber(c.req.param("part")) ?? 0;
    if (number < 1 || number > parts)
      throw new FaultError("request.invalid", `This attachment has the parts 1 to ${parts}.`);
    const { maxBytes } = expectOk(await callObject(() => sessionStub(c.env, key).attachmentRoom()));
    const bytes = await readBytes(c.req.raw, Math.min(ATTACHMENT_LIMITS.partBytes, maxBytes));
    await c.env.FILES.put(partKey(key, id, number), bytes);
    return c.body(null, 204);
  });

  routes.post(`${ROUTE}/:attachment/complete`, async (c) => {
    const key = await requireConversation(c);
    const id = attachmentOf(c);
    const known = await callObject(() => sessionStub(c.env, key).attachment(id));
    if (known.ok) {
      const { path: _, hash: __, ...attachment } = known.value;
      return c.json(attachment, 201);
    }
    const { name, declared, parts } = await pendingOf(c, key, id);
    const keys = Array.from({ length: parts }, (_, index) => partKey(key, id, index + 1));
    const file = { name, declared, stream: joined(c.env.FILES, keys) };
    const kept = expectOk(await keepAttachment(c.env, key, file, personOf(key), id));
    await c.env.FILES.delete([...keys, partKey(key, id, 0)]);
    return c.json(kept, 201);
  });

  routes.get(`${ROUTE}/:attachment`, async (c) => {
    const { key } = await requireAccess(c, "conversations:read", tokensOf(c));
    await checkOrigin(c, key.bot);
    const file = await attachmentFile(c, key, attachmentOf(c));
    return answerFile(c, file, { download: c.req.query("download") !== undefined });
  });

  /** An address without the conversation's token, for what a page shows: it opens this one file, and not for long. */
  routes.post(`${ROUTE}/:attachment/link`, async (c) => {
    const { key } = await requireAccess(c, "conversations:read", tokensOf(c));
    await checkOrigin(c, key.bot);
    const id = attachmentOf(c);
    expectOk(await callObject(() => sessionStub(c.env, key).attachment(id)));
    const expires = systemClock.now() + ATTACHMENT_LIMITS.linkMs;
    const { tenant, bot, conversation } = key;
    const subject = { kind: "attachment", bot, conversation, attachment: id, expires } as const;
    const token = await mintFileToken(keysOf(c.env), tenant, subject);
    return c.json({ url: `/shared/${token}`, expires }, 201);
  });

  return routes;
}

const personOf = (key: ConversationKey) => ({ kind: "person", id: key.conversation }) as const;

function attachmentOf(c: Ctx): string {
  const id = c.req.param("attachment") ?? "";
  if (conversationId.safeParse(id).success) return id;
  throw new FaultError("attachment.unknown", "An attachment's id has 26 characters, 0-9 and a-v.");
}

/** Percent-encoded where it is not ASCII. */
function nameHeader(c: Ctx): string {
  const given = c.req.header("x-file-name") ?? "";
  try {
    return decodeURIComponent(given).slice(0, 1_000);
  } catch {
    throw new FaultError("request.invalid", "x-file-name is a name, percent-encoded in UTF-8.");
  }
}

/** The form's first file. */
async function fileOfForm(c: Ctx, maxBytes: number): Promise<SentFile> {
  const [file] = await filesOfForm(c, maxBytes);
  return { name: file.name, declared: file.type, stream: file.stream() };
}

const partKey = ({ tenant, bot, conversation }: ConversationKey, id: string, part: number): string =>
  uploadKey(tenant, bot, `${conversation}/${id}.${part}`);

async function begin(c: Ctx, key: ConversationKey, parts: number): Promise<Response> {
  if (parts < 1 || parts > ATTACHMENT_LIMITS.parts)
    throw new FaultError("request.invalid", `An attachment has 1 to ${ATTACHMENT_LIMITS.parts} parts.`);
  const room = expectOk(await callObject(() => sessionStub(c.env, key).attachmentRoom()));
  const id = newConversationId();
  const note = { name: nameHeader(c), declared: c.req.header("content-type") ?? "", parts };
  await c.env.FILES.put(partKey(key, id, 0), JSON.stringify(note));
  return c.json({ id, parts, maxBytes: room.maxBytes }, 201);
}

async function pendingOf(c: Ctx, key: ConversationKey, id: string): Promise<z.infer<typeof pending>> {
  const note = await c.env.FILES.get(partKey(key, id, 0));
  if (note) return pending.parse(await note.json());
  throw new FaultError("attachment.unknown", "No such attachment is being sent: begin with POST and parts.");
}

function joined(files: R2Bucket, keys: readonly string[]): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const send = async (): Promise<void> => {
    for (const [index, key] of keys.entries()) {
      const part = await files.get(key);
      if (!part) throw new FaultError("request.invalid", `Part ${index + 1} has not been sent.`);
      await part.body.pipeTo(writable, { preventClose: true, preventAbort: true });
    }
    await writable.close();
  };
  send().catch((error) => writable.abort(error).catch(() => {}));
  return readable;
}
