/** `basalt secret`: sets, lists and removes a bot's secrets, which its configuration names as `vault:NAME`. */
import { parseArgs } from "node:util";
import { type SecretEntry, secretName } from "../../contracts/bot-settings.ts";
import { botName } from "../../contracts/ids.ts";
import { EXIT, type ExitCode, UsageError } from "../exit.ts";
import { connect } from "../server.ts";

export const command = {
  summary: "sets, lists and removes a bot's secrets",
  usage:
    "secret set NAME --bot BOT [--url URL] [--data DIR] < VALUE | secret list --bot BOT | secret remove NAME --bot BOT",
  run,
};

const MAX_BYTES = 64 * 1024;

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: { type: "string" }, bot: { type: "string" }, data: { type: "string", default: ".basalt" } },
  });
  const [action, name, ...more] = positionals;
  if (values.bot === undefined || !botName.safeParse(values.bot).success)
    throw new UsageError("name the bot with --bot BOT");
  if (more.length > 0)
    throw new UsageError("a value is read from standard input, so that no list of programs shows it");
  const route = `/api/v1/bots/${values.bot}/secrets`;
  const server = connect(values.url, values.data, action === "list" ? "bots:read" : "bots:publish");
  switch (action) {
    case "set": {
      const value = await readValue();
      await server.done(`${route}/${named(name)}`, { method: "PUT", body: JSON.stringify({ value }) });
      process.stderr.write(`The secret ${name} is set. The configuration names it as vault:${name}.\n`);
      return EXIT.done;
    }
    case "remove":
      await server.done(`${route}/${named(name)}`, { method: "DELETE" });
      process.stderr.write(`The secret ${name} is gone.\n`);
      return EXIT.done;
    case "list": {
      const { items } = await server.json<{ items: SecretEntry[] }>(route);
      for (const { name: known, changedAt, readable } of items)
        process.stdout.write(`${known}  ${changedAt}${readable ? "" : "  sealed under another key: set it again"}\n`);
      return EXIT.done;
    }
    default:
      throw new UsageError("say set, list or remove");
  }
}

function named(name: string | undefined): string {
  const read = secretName.safeParse(name);
  if (!read.success) throw new UsageError(`the name of a secret ${read.error.issues[0]?.message}`);
  return encodeURIComponent(read.data);
}

/** Standard input without the end of its last line. */
async function readValue(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write("Type the value, then Enter and Ctrl-D:\n");
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin) {
    parts.push(part);
    size += part.length;
    if (size > MAX_BYTES) throw new UsageError(`a secret has at most ${MAX_BYTES / 1024} KB`);
  }
  const value = Buffer.concat(parts)
    .toString("utf8")
    .replace(/\r?\n$/, "");
  if (value === "") throw new UsageError("the value is read from standard input, and there was none");
  return value;
}
