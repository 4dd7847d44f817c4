/** `basalt restore`: brings a bot back from a folder of backups, to where it has nothing. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type BackupPart, type RestoreStatus, readManifest } from "../../contracts/backup.ts";
import { isPartIn, partFile } from "../backup-folder.ts";
import { EXIT, type ExitCode, RefusedError, UsageError } from "../exit.ts";
import { connect, type Server } from "../server.ts";

export const command = {
  summary: "brings a bot back from a backup",
  usage: "restore DIR/ID.jsonl [--url URL] [--data DIR]",
  run,
};

const POLL_MS = 500;
/** The product names at most 1,000 missing parts in an answer. */
const MAX_ROUNDS = 200;

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: { type: "string" }, data: { type: "string", default: ".basalt" } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("name one manifest, DIR/ID.jsonl");
  if (!existsSync(file)) throw new UsageError(`there is no ${file}`);
  const manifest = new Uint8Array(readFileSync(file));
  const { head, parts } = manifestOf(file, manifest);
  const folder = path.dirname(file);
  for (const part of parts)
    if (!isPartIn(folder, part))
      throw new RefusedError(
        `${partFile(folder, part.hash)} is missing or damaged (${part.file || part.store}): nothing was restored`,
      );

  const server = connect(values.url, values.data, "backups:write");
  const route = `/api/v1/bots/${head.bot}/backups/${head.id}`;
  await send(server, head.bot, `${route}/manifest`, manifest, folder);
  let status = await server.json<RestoreStatus>(`${route}/restore`, { method: "POST" });
  while (status.state === "running") {
    await sleep(POLL_MS);
    status = await server.json<RestoreStatus>(`/api/v1/bots/${head.bot}/restore`);
  }
  if (status.state === "failed") throw new RefusedError(`the restore failed: ${status.reason}`);
  process.stdout.write(`${head.bot} is as it was on ${new Date(head.at).toISOString()}.\n`);
  if (status.missingSecrets.length > 0)
    process.stderr.write(`Sealed under another operator's key, set them again: ${status.missingSecrets.join(", ")}.\n`);
  return EXIT.done;
}

function manifestOf(file: string, bytes: Uint8Array): ReturnType<typeof readManifest> & { parts: BackupPart[] } {
  try {
    return readManifest(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new RefusedError(`${file} is no manifest of a backup: ${error instanceof Error ? error.message : ""}`);
  }
}

/** The product says which parts it lacks; those that it has from an attempt before do not travel again. */
async function send(
  server: Server,
  bot: string,
  route: string,
  manifest: Uint8Array<ArrayBuffer>,
  folder: string,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    try {
      return await server.put(route, manifest, "application/jsonl");
    } catch (error) {
      if (!(error instanceof RefusedError) || error.code !== "backup.incomplete" || error.paths.length === 0)
        throw error;
      for (const hash of error.paths)
        await server.put(
          `/api/v1/bots/${bot}/backup-parts/${hash}`,
          new Uint8Array(readFileSync(partFile(folder, hash))),
          "application/octet-stream",
        );
    }
  }
  throw new RefusedError("the product lacks parts again and again: is somebody deleting them?");
}
