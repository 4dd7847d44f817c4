/** `basalt logs`: what happens in a bot's conversations, for whoever develops it: output, warnings, errors, unknown outcomes. */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Page } from "../../contracts/admin.ts";
import { botName } from "../../contracts/ids.ts";
import type { JournalEvent } from "../../contracts/journal.ts";
import type { JournalItem, JournalPage } from "../../contracts/objects.ts";
import type { BotConversation } from "../../contracts/release.ts";
import { EXIT, type ExitCode, UsageError } from "../exit.ts";
import { connect, type Server } from "../server.ts";
import { shownLine } from "../shown-text.ts";

export const command = {
  summary: "follows what happens in a bot's conversations",
  usage: "logs BOT [--url URL] [--data DIR] [--last N] [--follow] [--json]",
  run,
};

/** Conversations that are followed at once, the newest first. */
const MAX_CONVERSATIONS = 200;
const DEFAULT_LAST = 20;
const POLL_MS = 1_000;

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: "string" },
      data: { type: "string", default: ".basalt" },
      last: { type: "string", default: String(DEFAULT_LAST) },
      follow: { type: "boolean", short: "f", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const [bot, ...more] = positionals;
  if (bot === undefined || more.length > 0 || !botName.safeParse(bot).success) throw new UsageError("name one bot");
  const last = Number(values.last);
  if (!/^[1-9]\d{0,2}$/.test(values.last) || last > MAX_CONVERSATIONS)
    throw new UsageError(`--last takes a number from 1 to ${MAX_CONVERSATIONS}, not "${values.last}"`);
  const log = new Log(connect(values.url, values.data, "conversations:read"), bot, values.json);
  await log.read(last);
  if (!log.hasRead && !values.follow) process.stderr.write(`${bot} has no conversations here\n`);
  while (values.follow) {
    await sleep(POLL_MS);
    await log.read(MAX_CONVERSATIONS);
  }
  return EXIT.done;
}

interface Followed {
  /** Of the journal. */
  position: number;
  /** ms; the turn's clock. */
  now: number;
  file: string;
  isEnded: boolean;
}

class Log {
  private readonly server: Server;
  private readonly bot: string;
  private readonly json: boolean;
  private readonly followed = new Map<string, Followed>();

  constructor(server: Server, bot: string, json: boolean) {
    this.server = server;
    this.bot = bot;
    this.json = json;
  }

  get hasRead(): boolean {
    return this.followed.size > 0;
  }

  /** What came since the last time, oldest conversation first. */
  async read(limit: number): Promise<void> {
    const path = `/api/v1/bots/${this.bot}/conversations`;
    const page = await this.server.json<Page<BotConversation>>(`${path}?limit=${limit}`);
    for (const { id, state } of page.items.toReversed()) {
      const followed = this.followed.get(id) ?? { position: 0, now: 0, file: "", isEnded: false };
      // Read once more after its end, and then no more.
      if (followed.isEnded) continue;
      followed.isEnded = state === "ended";
      this.followed.delete(id);
      this.followed.set(id, followed);
      await this.readJournal(id, followed);
    }
    for (const id of this.followed.keys()) {
      if (this.followed.size <= 2 * MAX_CONVERSATIONS) break;
      this.followed.delete(id);
    }
  }

  private async readJournal(id: string, followed: Followed): Promise<void> {
    for (;;) {
      const page = await this.server.json<JournalPage>(
        `/api/v1/bots/${this.bot}/conversations/${id}/journal?after=${followed.position}`,
      );
      for (const item of page.items) this.print(id, followed, item);
      if (page.items.length === 0 || page.nextAfter === undefined) return;
    }
  }

  private print(id: string, followed: Followed, { position, turn, event }: JournalItem): void {
    followed.position = position;
    if ("now" in event) followed.now = event.now;
    if (event.type === "script.started") followed.file = `${event.script}.bas`;
    const text = logText(event, followed.file);
    if (text === null) return;
    const at = new Date(followed.now).toISOString();
    process.stdout.write(
      this.json
        ? `${JSON.stringify({ at, conversation: id, turn, event })}\n`
        : `${at} ${id} ${turn}  ${shownLine(text)}\n`,
    );
  }
}

/** Null for what only replay needs. */
function logText(event: JournalEvent, file: string): string | null {
  const at = "line" in event && event.line > 0 ? `${file}:${event.line}: ` : "";
  switch (event.type) {
    case "printed":
      return `${at}${event.text}`;
    case "warned":
      return `${at}warning: ${event.text}`;
    case "effect.failed":
      return `${at}${event.keyword} failed: error ${event.number}: ${event.message}`;
    case "effect.unknown":
      return `${at}${event.keyword}: it is not known whether it happened (${event.resolution}), key ${event.key}`;
    case "effect.settled":
      return `${at}${event.keyword}: ${event.decision === "repeat" ? "made again" : "not made again"}, said the ${event.by}`;
    case "effect.withheld":
      return `${at}${event.keyword}: withheld, this is a sandbox`;
    case "script.failed": {
      const { file: where, line, column, number, message } = event.error;
      return `${where}:${line}:${column}: error ${number}: ${message}`;
    }
    case "turn.recovered":
      return event.reason === "restart" ? "taken up again after a restart" : null;
    case "release.changed":
      return `release ${event.from.slice(0, 12)} to ${event.to.slice(0, 12)}: ${event.outcome}${event.reason ? `, ${event.reason}` : ""}`;
    case "handoff":
      return `${event.mode}${event.agent ? ` (${event.agent})` : ""}${event.reason ? `: ${event.reason}` : ""}`;
    default:
      return null;
  }
}
