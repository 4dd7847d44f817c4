/**
 * Files that programs put into the bucket by themselves, over S3 or the dashboard, under `inbox/TENANT/BOT/PATH`: R2 tells of
 * each in a queue (https://developers.cloudflare.com/r2/buckets/event-notifications/), and it is taken into the bot's drive at
 * PATH, from where ON CHANGE hears of it. Who may write there is what the bucket's own keys say. Nothing is deleted: a rule of
 * the bucket's life cycle clears the prefix (docs/drive.md).
 */
import * as z from "zod";
import { nameOf } from "../contracts/drive-path.ts";
import { botName, tenantId } from "../contracts/ids.ts";
import { readPackageConfig } from "../contracts/package-config.ts";
import type { Env } from "../durable-objects/env.ts";
import { newConversationId } from "../platform/ids.ts";
import { mediaTypeOf } from "../platform/media-type.ts";
import { manifestOf } from "./bot-settings.ts";
import { PartWriter } from "./files/part-writer.ts";
import { eachChunk } from "./files/receive.ts";
import { callObject, driveStub } from "./objects.ts";
import { expectOk, FaultError } from "./problem.ts";
import { requirePath } from "./routes/drive.ts";

export const INBOX_QUEUE = "basalt-inbox";
const RETRY_SECONDS = 30;

const notice = z.object({
  action: z.string(),
  object: z.object({ key: z.string() }),
});
const BRINGS = new Set(["PutObject", "CopyObject", "CompleteMultipartUpload"]);

/** Queue consumer. What cannot be taken for good is logged and left where it lies; a part that is down is tried again. */
export async function takeInbox(batch: MessageBatch<unknown>, env: Env): Promise<void> {
  for (const message of batch.messages) {
    const told = notice.safeParse(message.body);
    try {
      if (told.success && BRINGS.has(told.data.action)) await takeIn(env, told.data.object.key);
      message.ack();
    } catch (error) {
      const isFinal = error instanceof FaultError && error.failure.code !== "service.unavailable";
      const reason = error instanceof Error ? error.message.slice(0, 200) : "unknown";
      console.error(JSON.stringify({ level: "warn", event: "inbox.refused", final: isFinal, reason }));
      if (isFinal) message.ack();
      else message.retry({ delaySeconds: RETRY_SECONDS });
    }
  }
}

async function takeIn(env: Env, key: string): Promise<void> {
  const [, tenant, bot, inner] = /^inbox\/([^/]+)\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  if (inner === undefined || !tenantId.safeParse(tenant).success || !botName.safeParse(bot).success)
    throw new FaultError("drive.path-invalid", "A file of the inbox lies at inbox/TENANT/BOT/PATH.");
  const owner = { tenant: tenant ?? "", bot: bot ?? "" };
  const manifest = expectOk(await manifestOf(env, owner.tenant, owner.bot));
  const { config } = readPackageConfig(manifest.config, { ...env });
  const path = requirePath(inner, config["drive-allowed-extensions"]);
  const object = await env.FILES.get(key);
  // Taken away again, or replaced: then another message tells of that.
  if (object === null) return;
  const writer = new PartWriter(env.FILES, owner, newConversationId());
  try {
    await eachChunk(object.body, config["drive-max-file-size"], (chunk) => writer.push(chunk));
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const { hash, size, head } = await writer.finish();
  const type = mediaTypeOf(head, nameOf(path), object.httpMetadata?.contentType ?? "");
  const by = { kind: "system" as const, id: "inbox" };
  // The same content at the same place is one write, however often it is told of.
  const effect = `inbox/${object.etag}/${path}`;
  const write = () => driveStub(env, owner.tenant, owner.bot).write(effect, { path, hash, size, type, by });
  expectOk(await callObject(write));
}
