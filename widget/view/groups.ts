/** Entries as they stand on the page: what one side says in one go belongs together under one name and one time. */
import { treeText } from "../../contracts/tree-text.ts";
import type { Outgoing } from "../client/outbox.ts";
import type { Entry } from "../client/transcript.ts";

export interface Group {
  key: string;
  side: "bot" | "user" | "alert";
  name: string;
  agent: boolean;
  turn: number;
  entries: Entry[];
  /** Messages of this page that the server has not confirmed yet. */
  pending: Outgoing[];
}

export function groupEntries(entries: readonly Entry[], outgoing: readonly Outgoing[]): Group[] {
  const groups: Group[] = [];
  const said = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === "user") said.add(entry.id);
    const side = entry.kind === "user" ? "user" : entry.kind === "error" ? "alert" : "bot";
    const name = entry.kind === "bot" ? entry.name : "";
    const agent = entry.kind === "bot" && entry.agent;
    const last = groups.at(-1);
    const goesOn =
      last?.side === side && last.turn === entry.turn && (name === "" || last.name === "" || last.name === name);
    if (goesOn && last) {
      last.entries.push(entry);
      last.name ||= name;
    } else groups.push({ key: `g${entry.key}`, side, name, agent, turn: entry.turn, entries: [entry], pending: [] });
  }
  const pending = outgoing.filter((message) => !said.has(message.id));
  if (pending.length > 0)
    groups.push({ key: "pending", side: "user", name: "", agent: false, turn: -1, entries: [], pending });
  return groups.filter((group) => group.side !== "bot" || group.entries.some((entry) => !isSpacer(entry)));
}

/** `TALK ""`: a pause between bubbles, not a bubble. */
export const isSpacer = (entry: Entry): boolean => entry.kind === "bot" && !entry.streaming && entry.text.trim() === "";

/** Tells what was spoken already: a tree that changed is news. */
export const spokenKey = (entry: Entry): string =>
  entry.kind === "tree" ? `${entry.key}.${entry.revision}` : entry.key;

/** What a screen reader says of a bot's message: its text without the marks. */
export function spokenText(entry: Entry): string {
  if (entry.kind === "error") return entry.text;
  if (entry.kind === "media") return entry.media.alt || entry.media.name;
  if (entry.kind === "tree") return treeText(entry.tree);
  if (entry.kind !== "bot" || entry.streaming) return "";
  return entry.text
    .replace(/```[^\n]*\n?/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s*(?:#{1,6}|[-*+>]|\|)\s*/gm, "")
    .replace(/[*_`~|]+/g, "")
    .trim();
}
