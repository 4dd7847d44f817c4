/**
 * A conversation as one file (docs/export-format.md): JSON Lines, one record a line. Replay, `basalt record` and whoever
 * moves a conversation elsewhere read it; a reader passes over fields and types of records that it does not know.
 */
import * as z from "zod";
import type { InboxItem, OpenRequest } from "./conversation.ts";
import { openRequest } from "./conversation.ts";
import type { DurableFrame } from "./frames.ts";
import type { JournalEntry } from "./journal.ts";

/** Generation of the format. Fields are only added; a change of meaning makes a new one. */
export const EXPORT_VERSION = 1;

/** First line: who talks to whom, and what the conversation began with. Times are ms since the epoch. */
export interface ExportHeader {
  type: "conversation";
  v: 1;
  tenant: string;
  bot: string;
  conversation: string;
  /** Hash of the release that it began with; `release.changed` in the journal says what came later. */
  release: string;
  /** What an administrator had set beside it, where something was. */
  overrides?: Record<string, string>;
  startedAt: number;
  /** What it was opened with: channel, user, locale, arguments of the start script. */
  request: OpenRequest;
}
/** What began a turn, before that turn's entries. The answer to a question for a secret is masked. */
export interface ExportMessage {
  type: "message";
  turn: number;
  message: InboxItem;
}
/** An entry of the journal; `position` counts 1, 2, 3 ... in the conversation. A large value stands in it like a small one. */
export interface ExportEntry extends JournalEntry {
  type: "entry";
  position: number;
}
/** A frame with the turn's clock at which it was made. */
export interface ExportFrame {
  type: "frame";
  at: number;
  frame: DurableFrame;
}
/** Last line. A file without it is not whole. */
export interface ExportEnd {
  type: "end";
  counts: { messages: number; entries: number; frames: number };
  /** Hex, of the bytes of all lines before, each with its line feed. */
  sha256: string;
}
export type ExportRecord = ExportMessage | ExportEntry | ExportFrame;
export type ExportLine = ExportHeader | ExportRecord | ExportEnd;

/** A part of the export, as the conversation's object hands it out: bounded in bytes. */
export interface ExportPage {
  header: ExportHeader;
  records: ExportRecord[];
  /** Rows of the log that are to be read when the export began; the same for every page of one export. */
  to: number;
  /** Where the next page begins, or null when this was the last. */
  next: number | null;
}

const count = z.int().min(0);
const time = z.int();

export const exportLine = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("conversation"),
    v: z.literal(EXPORT_VERSION),
    tenant: z.string(),
    bot: z.string(),
    conversation: z.string(),
    release: z.string(),
    overrides: z.record(z.string(), z.string()).exactOptional(),
    startedAt: time,
    request: z.looseObject(openRequest.shape),
  }),
  z.looseObject({ type: z.literal("message"), turn: z.int().min(1), message: z.looseObject({ id: z.string() }) }),
  z.looseObject({
    type: z.literal("entry"),
    position: z.int().min(1),
    turn: z.int().min(1),
    step: count,
    event: z.looseObject({ v: z.int().min(1), type: z.string() }),
  }),
  z.looseObject({
    type: z.literal("frame"),
    at: time,
    frame: z.looseObject({ seq: z.int().min(1), turn: z.int().min(1), type: z.string() }),
  }),
  z.looseObject({
    type: z.literal("end"),
    counts: z.object({ messages: count, entries: count, frames: count }),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
]);

/** Reads one line; null for a type of record that this version does not know. Throws with the place of what is wrong. */
export function readExportLine(text: string): ExportLine | null {
  const parsed: unknown = JSON.parse(text);
  const type = typeof parsed === "object" && parsed !== null && "type" in parsed ? parsed.type : undefined;
  if (typeof type === "string" && !KNOWN.has(type)) return null;
  const line = exportLine.safeParse(parsed);
  if (!line.success) {
    const issue = line.error.issues[0];
    throw new Error(`not a line of an export: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
  }
  // Items, events and frames are checked for what every reader needs; their unions are closed by whoever wrote the file.
  return line.data as unknown as ExportLine;
}

const KNOWN: ReadonlySet<string> = new Set(["conversation", "message", "entry", "frame", "end"]);
