/** Files of a package in object storage. */
import { blobKey, releaseFileKey } from "../contracts/release.ts";

/**
 * A file of a bot's release by its hash; null when storage has none. Knowledge, and what was published before bots had
 * storage of their own, lies under the tenant.
 */
export async function readReleaseFile<T>(
  files: { get(key: string): Promise<T | null> },
  tenant: string,
  bot: string,
  hash: string,
): Promise<T | null> {
  return (await files.get(releaseFileKey(tenant, bot, hash))) ?? files.get(blobKey(tenant, hash));
}
