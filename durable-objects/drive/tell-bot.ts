/** Tells the bot of changes that its scripts want to hear of (ON CHANGE), once each, in the order in which they came. */
import type { DriveChange } from "../../contracts/drive.ts";
import { foldPath, isUnder } from "../../contracts/event-names.ts";
import type { BotEvent } from "../../contracts/events.ts";
import type { BotApi } from "../../contracts/objects.ts";
import type { Sql } from "../data/sql.ts";
import { listChanges } from "./listing.ts";

const PAGE = 100;
/** Changes of one alarm; the rest follows with the next. */
const PAGES = 10;

const toldOf = (sql: Sql): number =>
  Number(sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = 'told'").toArray()[0]?.value ?? 0);

export function hasNews(sql: Sql): boolean {
  return sql.exec("SELECT 1 FROM changes WHERE seq > ? LIMIT 1", toldOf(sql)).toArray().length > 0;
}

/** Throws where the bot's object cannot be reached; what it has heard of then is not said again. */
export async function tellBot(sql: Sql, bot: Pick<BotApi, "raise" | "watched">): Promise<void> {
  if (!hasNews(sql)) return;
  const { paths } = await bot.watched();
  for (let page = 0; page < PAGES; page++) {
    const { items } = listChanges(sql, toldOf(sql), PAGE);
    for (const change of items) {
      const event = eventOf(change);
      const by = change.kind === "delete" ? change.by : change.file.by;
      // One that is refused (a chain of events that is too long, a full queue) is the bot's to note.
      if (paths.some((path) => isUnder(foldPath(event.path), path)))
        await bot.raise(`drive/${change.seq}`, event, by.kind === "script" ? by.id : undefined);
      sql.exec("INSERT OR REPLACE INTO meta VALUES ('told', ?)", String(change.seq));
    }
    if (items.length < PAGE) return;
  }
}

function eventOf(change: DriveChange): Extract<BotEvent, { kind: "file" }> {
  if (change.kind === "delete")
    return { kind: "file", change: "delete", path: change.path, size: 0, type: "", hash: "" };
  const { path, size, type, hash } = change.file;
  return { kind: "file", change: change.kind, path, size, type, hash };
}
