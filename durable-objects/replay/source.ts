/** Where the parts of a replay come from: the conversation's own object, the bot's releases, object storage. */
import { conversationBlobKey } from "../../contracts/conversation-files.ts";
import type { ExportPage, ExportRecord } from "../../contracts/export.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import { blobKey, type ReleaseFile, type ReleaseManifest } from "../../contracts/release.ts";
import { REPLAY_LIMITS } from "../../contracts/replay.ts";
import { readReleaseFile } from "../../platform/release-files.ts";
import { fetchRelease } from "../bot/publish.ts";
import type { Env } from "../env.ts";
import { botObject, sessionObject } from "../objects.ts";
import { type Recorded, RecordedReader } from "./recorded.ts";
import type { SourceTexts } from "./shown.ts";

export async function fetchRecorded(env: Env, key: ConversationKey): Promise<Result<Recorded>> {
  const reader = new RecordedReader();
  let at: { from: number; to: number | null } = { from: 1, to: null };
  for (let isFirst = true; ; isFirst = false) {
    const page: Result<ExportPage> = await sessionObject(env, key).exportPage(at.from, at.to);
    if (!page.ok) return page;
    const { header, records, next, to } = page.value;
    if (isFirst) reader.add(header, 0);
    for (const record of records) {
      const whole = await withValue(env, key, record);
      if (!reader.add(whole, JSON.stringify(whole).length)) return tooLarge();
    }
    if (next === null) return reader.whole();
    at = { from: next, to };
  }
}

export const tooLarge = () =>
  fail(
    "request.too-large",
    `The conversation is longer than the ${REPLAY_LIMITS.recordingBytes / 1024 / 1024} MB that are replayed.`,
  );

/** A large value of the journal stands in object storage; here it is read like a small one. */
async function withValue(env: Env, key: ConversationKey, record: ExportRecord): Promise<ExportRecord> {
  if (record.type !== "entry" || !("result" in record.event) || !("blob" in record.event.result)) return record;
  const { blob } = record.event.result;
  const object =
    (await env.FILES.get(conversationBlobKey(key, blob))) ?? (await env.FILES.get(blobKey(key.tenant, blob)));
  if (!object) throw new Error("a value of the journal is not in object storage");
  return { ...record, event: { ...record.event, result: { json: await object.text() } } };
}

/** Releases of a bot, each asked for once. */
export class Releases implements SourceTexts {
  private readonly env: Env;
  private readonly key: ConversationKey;
  private readonly manifests = new Map<string, ReleaseManifest>();
  private readonly files = new Map<string, readonly ReleaseFile[]>();

  constructor(env: Env, key: ConversationKey) {
    this.env = env;
    this.key = key;
  }

  async manifest(hash: string): Promise<Result<ReleaseManifest>> {
    const known = this.manifests.get(hash);
    if (known) return ok(known);
    const found = await botObject(this.env, this.key).release(hash);
    if (found.ok) this.manifests.set(hash, found.value);
    else if (found.code === "release.unknown") {
      return fail("release.unknown", `The release ${hash.slice(0, 12)} of this conversation is no longer stored.`);
    }
    return found;
  }

  async text({ hash, bot }: { hash: string; bot: string }, path: string): Promise<string | null> {
    const { tenant } = this.key;
    let files = this.files.get(hash);
    if (!files) {
      files = (await fetchRelease(this.env.FILES, tenant, bot, hash))?.files ?? [];
      this.files.set(hash, files);
    }
    const file = files.find((one) => one.path === path);
    const object = file ? await readReleaseFile(this.env.FILES, tenant, bot, file.hash) : null;
    return object ? object.text() : null;
  }
}
