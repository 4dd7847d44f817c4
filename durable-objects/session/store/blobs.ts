/** Values of the conversation that are too large for a row, in object storage by their hash. */
import { conversationBlobKey, conversationFolder } from "../../../contracts/conversation-files.ts";
import type { ConversationKey } from "../../../contracts/ids.ts";
import { blobKey } from "../../../contracts/release.ts";
import type { TurnHost } from "../turn/host.ts";

type Place = { env: Pick<TurnHost["env"], "FILES">; identity: { key: ConversationKey } };

/** Stores bytes under their SHA-256, in hex; what is there already is not written again. */
export async function storeBlob({ env, identity }: Place, bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const key = conversationBlobKey(identity.key, hash);
  if (!(await env.FILES.head(key))) await env.FILES.put(key, bytes);
  return hash;
}

/** Null when it is not there. Version 0.1 kept the values of all conversations with the packages' files. */
export async function readBlob({ env, identity }: Place, hash: string): Promise<R2ObjectBody | null> {
  const { key } = identity;
  return (await env.FILES.get(conversationBlobKey(key, hash))) ?? env.FILES.get(blobKey(key.tenant, hash));
}

/** Deletes all that the conversation has in object storage. */
export const deleteBlobs = (files: R2Bucket, key: ConversationKey): Promise<void> =>
  deletePrefix(files, conversationFolder(key));

export async function deletePrefix(files: R2Bucket, prefix: string): Promise<void> {
  for (;;) {
    const listed = await files.list({ prefix, limit: 1_000 });
    if (listed.objects.length > 0) await files.delete(listed.objects.map((object) => object.key));
    if (!listed.truncated) return;
  }
}
