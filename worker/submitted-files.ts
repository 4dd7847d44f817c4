/** Files that came with a form or webhook: into the bot's drive, under a folder of the call's own. */
import { drivePath, nameOf } from "../contracts/drive-path.ts";
import { storeDriveFile } from "../platform/drive-store.ts";
import type { Ctx } from "./context.ts";
import { callObject, driveStub } from "./objects.ts";
import { expectOk } from "./problem.ts";
import type { Submitted } from "./submitted.ts";

export interface StoredSubmission {
  path: string;
  name: string;
  size: number;
  type: string;
}

/**
 * `folder` begins with what was called, `key` names the call: sent again under it, the same files are written once. Yields
 * the files by the field that each came in.
 */
export async function storeSubmitted(
  c: Ctx,
  bot: string,
  files: Submitted["files"],
  folder: string,
  key: string,
): Promise<Map<string, StoredSubmission[]>> {
  const tenant = c.get("tenant");
  const stored = new Map<string, StoredSubmission[]>();
  for (const [index, { field, file }] of files.entries()) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const name = fileName(file.name, index);
    const type =
      /^[\w.+-]+\/[\w.+-]+$/.exec(file.type.split(";", 1)[0]?.trim() ?? "")?.[0] ?? "application/octet-stream";
    const written = expectOk(
      await callObject(() =>
        storeDriveFile(c.env.FILES, driveStub(c.env, tenant, bot), { tenant, bot }, `${key}/file/${index}`, {
          path: `${folder}/${index + 1}-${name}`,
          type,
          bytes,
          by: { kind: "system", id: folder },
        }),
      ),
    );
    const { path, size } = written;
    stored.set(field, [...(stored.get(field) ?? []), { path, name, size, type: written.type }]);
  }
  return stored;
}

/** The last part of what the client calls it, as far as the drive takes it. */
function fileName(given: string, index: number): string {
  const name = nameOf(given.replaceAll("\\", "/"))
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .slice(-100);
  return name !== "" && name !== ".." && drivePath(name).path === name ? name : `file-${index + 1}`;
}
