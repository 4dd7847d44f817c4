/** A folder of backups: `ID.jsonl` for each, and `parts/SHA256` for what they are made of. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { BackupPart } from "../contracts/backup.ts";

export const partFile = (folder: string, hash: string): string => path.join(folder, "parts", hash);

/** Whether the part is there with the bytes that its name promises. */
export function isPartIn(folder: string, { hash, size }: BackupPart): boolean {
  const file = partFile(folder, hash);
  if (!existsSync(file)) return false;
  const bytes = readFileSync(file);
  return bytes.length === size && createHash("sha256").update(bytes).digest("hex") === hash;
}
