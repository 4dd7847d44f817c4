/** A conversation as one file, and its end: GET .../export and DELETE (docs/export-format.md). */
import { Hono } from "hono";
import { conversationBlobKey } from "../../contracts/conversation-files.ts";
import type { ExportEnd, ExportPage, ExportRecord } from "../../contracts/export.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import { blobKey } from "../../contracts/release.ts";
import type { Env } from "../../durable-objects/env.ts";
import { requireAccess } from "../auth/access.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject, sessionStub } from "../objects.ts";
import { expectOk } from "../problem.ts";

export function exports(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/bots/:bot/conversations/:id/export", async (c) => {
    const { key, access } = await requireAccess(c, "conversations:read", tokensOf(c));
    // The first page is asked for before anything is answered: what is refused has its own status.
    const first = expectOk(await page(c.env, key, 1, null));
    return new Response(fileOf(c.env, key, first, access === "person" ? isOfPerson : isOfAll), {
      headers: {
        "content-type": "application/jsonl; charset=utf-8",
        "content-disposition": `attachment; filename="${key.conversation}.jsonl"`,
        "cache-control": "no-store",
      },
    });
  });

  routes.delete("/bots/:bot/conversations/:id", async (c) => {
    const { key } = await requireAccess(c, "conversations:write", tokensOf(c));
    expectOk(await callObject(() => sessionStub(c.env, key).erase()));
    return c.body(null, 204);
  });

  return routes;
}

type Choice = (record: ExportRecord) => boolean;

const isOfAll: Choice = () => true;

/**
 * What the person said and was shown. The journal is for whoever runs the bot: it holds what scripts read, of other people as
 * well, and how they failed. What others of the inbox came to stands in the frames.
 */
const isOfPerson: Choice = (record) =>
  record.type === "frame" || (record.type === "message" && record.message.kind === undefined);

const page = (env: Env, key: ConversationKey, from: number, to: number | null) =>
  callObject(() => sessionStub(env, key).exportPage(from, to));

/**
 * The file as a stream that is made as fast as it is read: one page, or one part of a large value, is in memory. Where it
 * cannot be made to its end (the conversation is erased meanwhile) the stream breaks off without its last line.
 */
function fileOf(env: Env, key: ConversationKey, first: ExportPage, isOf: Choice): ReadableStream<Uint8Array> {
  const parts = partsOf(env, key, first, isOf);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void parts.return(undefined),
  });
}

async function* partsOf(
  env: Env,
  key: ConversationKey,
  first: ExportPage,
  isOf: Choice,
): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder();
  const digest = new crypto.DigestStream("SHA-256");
  const hashing = digest.getWriter();
  const counts = { messages: 0, entries: 0, frames: 0 };
  const hashed = async (text: string): Promise<Uint8Array> => {
    const bytes = encoder.encode(text);
    await hashing.write(bytes);
    return bytes;
  };
  yield await hashed(`${JSON.stringify(first.header)}\n`);
  for (let current: ExportPage | null = first; current; ) {
    let lines = "";
    for (const record of current.records.filter(isOf)) {
      counts[COUNTED[record.type]] += 1;
      const blob = blobOf(record);
      if (blob === null) {
        lines += `${JSON.stringify(record)}\n`;
        continue;
      }
      yield await hashed(lines);
      lines = "";
      for await (const text of inlined(env, key, record, blob)) yield await hashed(text);
    }
    yield await hashed(lines);
    current = current.next === null ? null : expectOk(await page(env, key, current.next, current.to));
  }
  await hashing.close();
  const sha256 = Array.from(new Uint8Array(await digest.digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  yield encoder.encode(`${JSON.stringify({ type: "end", counts, sha256 } satisfies ExportEnd)}\n`);
}

const COUNTED = { message: "messages", entry: "entries", frame: "frames" } as const;

/** Hash of a journalled value that lies in object storage. */
function blobOf(record: ExportRecord): string | null {
  if (record.type !== "entry" || !("result" in record.event)) return null;
  const { result } = record.event;
  return "blob" in result ? result.blob : null;
}

/** Stands for the value while the rest of its line is written; no text of a journal can hold it, being random. */
async function* inlined(env: Env, key: ConversationKey, record: ExportRecord, hash: string): AsyncGenerator<string> {
  if (record.type !== "entry") return;
  const mark = crypto.randomUUID();
  const [before = "", after = ""] = JSON.stringify({
    ...record,
    event: { ...record.event, result: { json: mark } },
  }).split(mark);
  const object =
    (await env.FILES.get(conversationBlobKey(key, hash))) ?? (await env.FILES.get(blobKey(key.tenant, hash)));
  if (!object) throw new Error("a value of the journal is not in object storage");
  yield before;
  // A text in a text: each part is escaped as it comes. The decoder never parts a character.
  for await (const text of object.body.pipeThrough(new TextDecoderStream())) yield JSON.stringify(text).slice(1, -1);
  yield `${after}\n`;
}
