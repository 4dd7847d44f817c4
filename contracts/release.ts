/**
 * A published package version: immutable, named by the hash of what it holds. Files and programs lie in object storage
 * under their own hashes, so a new release stores only what changed.
 */

export interface ReleaseFile {
  /** Path inside the package, forward slashes. */
  path: string;
  /** Hex SHA-256 of the bytes. */
  hash: string;
  size: number;
}

export interface ReleaseScript {
  /** Script id: file name without `.bas`, lower case. */
  name: string;
  path: string;
  /** Hash under which the compiled program lies; null when the script did not compile. */
  program: string | null;
}

export interface ReleaseManifest {
  /** Hex SHA-256 over files and compiler generation. */
  hash: string;
  bot: string;
  createdAt: string;
  scripts: ReleaseScript[];
  /** config.csv as written, keys normalised (lower case, `-`). */
  config: Record<string, string>;
  systemPrompt: string | null;
  knowledge: (ReleaseFile & { collection: string })[];
  data: ReleaseFile[];
  theme: ReleaseFile[];
}

/** Keys in the FILES bucket; the tenant is always first. */
export const blobKey = (tenant: string, hash: string): string => `t/${tenant}/blobs/${hash}`;
export const programKey = (tenant: string, hash: string): string => `t/${tenant}/programs/${hash}`;
/** A release's manifest, for conversations that outlive what the bot object keeps at hand. */
export const releaseKey = (tenant: string, bot: string, hash: string): string =>
  `t/${tenant}/releases/${bot}/${hash}.json`;
