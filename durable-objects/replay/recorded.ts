/** A recorded conversation in memory: an export, turn by turn. */
import type { InboxItem } from "../../contracts/conversation.ts";
import type { ExportHeader, ExportLine, ExportRecord } from "../../contracts/export.ts";
import { readExportLine } from "../../contracts/export.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { JournalEntry, JournalEvent } from "../../contracts/journal.ts";
import { REPLAY_LIMITS } from "../../contracts/replay.ts";

export interface RecordedFrame {
  at: number;
  frame: DurableFrame;
}

export interface RecordedTurn {
  turn: number;
  begun: Extract<JournalEvent, { type: "turn.begun" }>;
  message: InboxItem | null;
  entries: JournalEntry[];
  frames: RecordedFrame[];
}

export interface Recorded {
  header: ExportHeader;
  turns: RecordedTurn[];
  /** Entries of the journal that it has. */
  entries: number;
  /** What was known of a turn's delivery later. */
  delivered: Map<number, { commitMs: number; deliveryMs: number }>;
}

/** Takes the records of an export in their order; bounded in size. */
export class RecordedReader {
  private header: ExportHeader | null = null;
  private readonly turns: RecordedTurn[] = [];
  private readonly messages = new Map<number, InboxItem>();
  private readonly frames = new Map<number, RecordedFrame[]>();
  private readonly delivered: Recorded["delivered"] = new Map();
  private bytes = 0;
  private entries = 0;

  /** False when the recording is larger than what is replayed. */
  add(record: ExportHeader | ExportRecord, bytes: number): boolean {
    this.bytes += bytes;
    if (this.bytes > REPLAY_LIMITS.recordingBytes) return false;
    switch (record.type) {
      case "conversation":
        this.header = record;
        break;
      case "message":
        this.messages.set(record.turn, record.message);
        break;
      case "entry":
        this.entries = record.position;
        this.entry(record);
        break;
      case "frame": {
        // Of a turn that filled several rows of the log, frames come before the entries.
        const { at, frame } = record;
        const frames = this.frames.get(frame.turn);
        if (frames) frames.push({ at, frame });
        else this.frames.set(frame.turn, [{ at, frame }]);
        break;
      }
    }
    return true;
  }

  private entry({ turn, step, event }: JournalEntry): void {
    if (event.type === "turn.delivered") {
      this.delivered.set(event.of, { commitMs: event.commitMs, deliveryMs: event.deliveryMs });
      return;
    }
    if (event.type === "turn.begun") {
      this.turns.push({ turn, begun: event, message: null, entries: [], frames: [] });
    }
    this.turns.at(-1)?.entries.push({ turn, step, event });
  }

  whole(): Result<Recorded> {
    const { header, turns, delivered, messages, entries } = this;
    if (!header) return fail("request.invalid", "The recording has no first line with the conversation.");
    if (turns.length === 0) {
      return fail(
        "request.invalid",
        "The recording has no journal: export the conversation with an API token that has the scope conversations:read.",
      );
    }
    for (const turn of turns) {
      turn.message = messages.get(turn.turn) ?? null;
      turn.frames = this.frames.get(turn.turn) ?? [];
    }
    return ok({ header, turns, entries, delivered });
  }
}

/** Reads the text of an export; a line that is none is named. */
export function readRecorded(text: string): Result<Recorded> {
  const reader = new RecordedReader();
  let number = 0;
  let ended = false;
  for (const line of text.split("\n")) {
    number += 1;
    if (line.trim() === "") continue;
    let record: ExportLine | null;
    try {
      record = readExportLine(line);
    } catch (error) {
      return fail("request.invalid", `Line ${number}: ${error instanceof Error ? error.message : "cannot be read"}`);
    }
    if (record?.type === "end") ended = true;
    else if (record && !reader.add(record, line.length)) {
      return fail(
        "request.too-large",
        `A recording of more than ${REPLAY_LIMITS.recordingBytes / 1024 / 1024} MB is not replayed.`,
      );
    }
  }
  if (!ended) return fail("request.invalid", "The export is not whole: its last line is missing.");
  return reader.whole();
}
