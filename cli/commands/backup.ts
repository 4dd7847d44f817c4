/** `basalt backup`: has a bot backed up and fetches the backup into a folder, where backups share the parts that are the same. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type BackupStatus, readManifest } from "../../contracts/backup.ts";
import { botName, conversationId } from "../../contracts/ids.ts";
import { isPartIn, partFile } from "../backup-folder.ts";
import { EXIT, type ExitCode, MissingPartError, RefusedError, UsageError } from "../exit.ts";
import { connect } from "../server.ts";

export const command = {
  summary: "backs a bot up into a folder",
  usage: "backup --bot BOT --to DIR [--id ID] [--url URL] [--data DIR]",
  run,
};

const POLL_MS = 500;

async function run(args: string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args,
    options: {
      bot: { type: "string" },
      to: { type: "string" },
      id: { type: "string" },
      url: { type: "string" },
      data: { type: "string", default: ".basalt" },
    },
  });
  const { bot, to, id: given } = values;
  if (bot === undefined || !botName.safeParse(bot).success) throw new UsageError("name the bot with --bot BOT");
  if (to === undefined) throw new UsageError("name the folder with --to DIR");
  if (given !== undefined && !conversationId.safeParse(given).success)
    throw new UsageError("--id takes the id of a backup, 26 letters and digits");
  const server = connect(values.url, values.data, "backups:write");
  const route = `/api/v1/bots/${bot}/backups`;

  let backup = await server.json<BackupStatus>(given ? `${route}/${given}` : route, given ? {} : { method: "POST" });
  while (backup.state === "running") {
    await sleep(POLL_MS);
    backup = await server.json<BackupStatus>(`${route}/${backup.id}`);
  }
  if (backup.state === "failed") throw new RefusedError(`the backup failed: ${backup.reason}`);

  const text = new TextDecoder().decode(await server.bytes(`${route}/${backup.id}/manifest`));
  const { parts } = readManifest(text);
  mkdirSync(path.join(to, "parts"), { recursive: true });
  let fetched = 0;
  for (const part of new Map(parts.map((one) => [one.hash, one])).values()) {
    const file = partFile(to, part.hash);
    if (existsSync(file) && isPartIn(to, part)) continue;
    write(file, await server.bytes(`/api/v1/bots/${bot}/backup-parts/${part.hash}`));
    if (!isPartIn(to, part)) throw new MissingPartError(`the part ${part.hash} arrived damaged: run the command again`);
    fetched++;
  }
  // The manifest comes last: where there is one, all of its parts are there.
  const manifest = path.join(to, `${backup.id}.jsonl`);
  write(manifest, new TextEncoder().encode(text));
  process.stderr.write(
    `${backup.conversations} conversations, ${parts.length} parts, ${fetched} of them new in ${to}.\n`,
  );
  for (const left of backup.leftOut) process.stderr.write(`Not in it: ${left}.\n`);
  process.stdout.write(`${manifest}\n`);
  return EXIT.done;
}

/** Whole or not at all. */
function write(file: string, bytes: Uint8Array): void {
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
}
