/** `basalt record`: prints a conversation as a regression test for `basalt test`. */
import { parseArgs } from "node:util";
import type { Transcript } from "../../contracts/replay.ts";
import { EXIT, type ExitCode, UsageError } from "../exit.ts";
import { formatTranscript } from "../replay/transcript-file.ts";
import { connect, conversationNamed } from "../server.ts";

export const command = {
  summary: "prints a conversation as a regression test (NAME.transcript.json)",
  usage: "record BOT/CONVERSATION|URL [--name NAME] [--url URL] [--data DIR]",
  run,
};

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: "string" },
      url: { type: "string" },
      data: { type: "string", default: ".basalt" },
    },
  });
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) throw new UsageError("name one conversation");
  const conversation = conversationNamed(target);
  if (!conversation) throw new UsageError(`${target} is no conversation: name one as BOT/ID or by its address`);
  const { bot, id, url } = conversation;
  const server = connect(url ?? values.url, values.data, "conversations:read");
  const query = values.name === undefined ? "" : `?name=${encodeURIComponent(values.name)}`;
  const transcript = await server.json<Transcript>(`/api/v1/bots/${bot}/conversations/${id}/transcript${query}`);
  process.stdout.write(formatTranscript(transcript));
  return EXIT.done;
}
