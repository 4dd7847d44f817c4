/** What happened in each turn, from the journal: read once, and read on whenever a turn has ended. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { JournalEvent } from "../../contracts/journal.ts";
import type { JournalItem, JournalPage } from "../../contracts/objects.ts";
import { call, conversationPath, wordsOf } from "../api.ts";

/** Entries that are held; a longer journal is in the export. */
const MAX_ENTRIES = 20_000;
const PAGE = 1_000;

export interface TurnRecord {
  turn: number;
  begun: Extract<JournalEvent, { type: "turn.begun" }> | null;
  timed: Extract<JournalEvent, { type: "turn.timed" }> | null;
  delivered: Extract<JournalEvent, { type: "turn.delivered" }> | null;
  /** What a person who runs the bot wants to know of it. */
  notes: Note[];
}
export interface Note {
  position: number;
  kind: "printed" | "warning" | "error" | "note";
  text: string;
  /** `file:line` or `line N`; empty where there is none. */
  place: string;
}
export interface Journal {
  turns: ReadonlyMap<number, TurnRecord>;
  /** Who of the desk has the conversation, as far as the journal tells. */
  agent: string | null;
  entries: number;
  mistake: string;
}

/** `until`: number of the last frame; when it changes there may be more to read. */
export function useJournal(bot: string, id: string, until: number): Journal {
  const [items, setItems] = useState<readonly JournalItem[]>([]);
  /** What was read so far, for the next reading. */
  const held = useRef<readonly JournalItem[]>([]);
  const [mistake, setMistake] = useState("");
  useEffect(() => {
    let left = false;
    const read = async () => {
      const known = [...held.current];
      while (known.length < MAX_ENTRIES) {
        const after = known.at(-1)?.position ?? 0;
        const path = `${conversationPath(bot, id)}/journal?after=${after}&limit=${PAGE}`;
        const page: JournalPage = await call("GET", path);
        known.push(...page.items);
        if (page.nextAfter === undefined || page.items.length === 0) break;
      }
      if (left) return;
      setMistake("");
      if (known.length === held.current.length) return;
      held.current = known;
      setItems(known);
    };
    read().catch((error: unknown) => {
      if (!left) setMistake(wordsOf(error));
    });
    return () => {
      left = true;
    };
  }, [bot, id, until]);
  const read = useMemo(() => readTurns(items), [items]);
  return { ...read, entries: items.length, mistake };
}

function readTurns(items: readonly JournalItem[]): Pick<Journal, "turns" | "agent"> {
  const turns = new Map<number, TurnRecord>();
  const of = (turn: number): TurnRecord => {
    const known = turns.get(turn) ?? { turn, begun: null, timed: null, delivered: null, notes: [] };
    turns.set(turn, known);
    return known;
  };
  let agent: string | null = null;
  for (const { turn, position, event } of items) {
    if (event.type === "turn.begun") of(turn).begun = event;
    else if (event.type === "turn.timed") of(turn).timed = event;
    else if (event.type === "turn.delivered") of(event.of).delivered = event;
    else {
      if (event.type === "handoff") agent = event.mode === "handed-over" ? event.agent : null;
      const note = noteOf(event);
      if (note) of(turn).notes.push({ position, ...note });
    }
  }
  return { turns, agent };
}

const RESOLVED = { repeated: "it was made again under its key", raised: "the script got an error", asked: "asked" };

/** Null for what is only there for the replay. */
function noteOf(event: JournalEvent): Omit<Note, "position"> | null {
  switch (event.type) {
    case "printed":
      return { kind: "printed", text: event.text, place: `line ${event.line}` };
    case "warned":
      return { kind: "warning", text: event.text, place: `line ${event.line}` };
    case "script.failed": {
      const { number, message, file, line } = event.error;
      return { kind: "error", text: `Error ${number}: ${message}`, place: line > 0 ? `${file}:${line}` : file };
    }
    case "effect.failed":
      return {
        kind: "warning",
        text: `${event.keyword} failed with error ${event.number}: ${event.message}`,
        place: `line ${event.line}`,
      };
    case "effect.unknown":
      return {
        kind: "warning",
        text: `Nobody knows whether ${event.keyword} happened: ${RESOLVED[event.resolution]}.`,
        place: `line ${event.line}`,
      };
    case "effect.settled":
      return {
        kind: "note",
        text: `${event.keyword} was ${event.decision === "repeat" ? "made again" : "left"}, said the ${event.by}.`,
        place: `line ${event.line}`,
      };
    case "effect.withheld":
      return { kind: "note", text: `${event.keyword} was withheld: this is a sandbox.`, place: `line ${event.line}` };
    case "script.halted":
      return { kind: "error", text: `The script computed for too long (${event.steps} steps).`, place: "" };
    case "turn.recovered":
      return event.reason === "restart"
        ? { kind: "note", text: `Taken up after a crash, attempt ${event.attempt}.`, place: "" }
        : null;
    case "release.changed": {
      const words = { moved: "Went on", kept: "Stayed", restarted: "Began anew", offered: "Was offered to begin anew" };
      const to = event.to.slice(0, 12);
      return { kind: "note", text: `${words[event.outcome]} when it met release ${to}. ${event.reason}`, place: "" };
    }
    case "handoff": {
      const over = event.mode === "handed-over";
      const reason = event.reason === "" ? "" : ` (${event.reason})`;
      return { kind: "note", text: `${over ? "Taken over by the desk" : "Back with the bot"}${reason}.`, place: "" };
    }
    default:
      return null;
  }
}
