/** What a turn has made and not committed yet: frames with their numbers, and journal entries. Bounded. */
import { BasicError, ERR } from "../../../basic/errors.ts";
import type { DurableFrame, FrameBody } from "../../../contracts/frames.ts";
import type { JournalEntry, JournalEvent } from "../../../contracts/journal.ts";
import type { SessionState } from "../state.ts";
import { printedMessage } from "./classic-print.ts";

/** Bounds of one turn; a script that goes beyond sees error 6. */
const MAX_FRAMES = 1_000;
const MAX_TEXT = 4 * 1024 * 1024;
/** UTF-16 units of one talk frame; a longer text is split at a line end. */
const MAX_TALK = 32_000;
/** Of a text in the journal that a script made: what PRINT says, what an error tells. */
const MAX_NOTE = 10_000;
/** Journalled text that may wait in memory for a commit, and that one turn may make. */
const MAX_PENDING = 4 * 1024 * 1024;
const MAX_JOURNAL = 64 * 1024 * 1024;

export class TurnOutput {
  private readonly draft: SessionState;
  private readonly botName: string;
  private readonly onFrame: ((frame: DurableFrame) => void) | null;
  private frames: { frame: DurableFrame; at: number }[] = [];
  private journal: JournalEntry[] = [];
  private frameCount = 0;
  private textLength = 0;
  private pendingLength = 0;
  private journalLength = 0;
  /** What a classic program has printed and nobody was told yet; whether zones or TAB stand in it. */
  private printed = "";
  private hasColumns = false;
  /** The last frame that `unannounced` has looked at. */
  private announced = 0;
  /** True once the person has been told something. */
  spoke = false;

  /** `draft.seq` is advanced with each frame. `onFrame` sees frames before they are committed: only for tests. */
  constructor(draft: SessionState, botName: string, onFrame: ((frame: DurableFrame) => void) | null) {
    this.draft = draft;
    this.botName = botName;
    this.onFrame = onFrame;
  }

  /** Says one message; a very long one becomes several. `stream` names the parts that were streamed before. */
  talk(text: string, stream?: string): void {
    const parts = splitText(text);
    this.bound(parts.length, text.length);
    this.spoke = true;
    for (const part of parts) {
      const frame = {
        type: "talk",
        text: part,
        format: "markdown",
        from: { kind: "bot", name: this.botName },
      } as const;
      this.emit(stream === undefined ? frame : { ...frame, stream });
    }
  }

  /** Shows a card or a list, what changed in one, or a file. */
  show(body: FrameBody): void {
    this.bound(1, JSON.stringify(body).length);
    this.spoke = true;
    this.emit(body);
  }

  /** PRINT of a classic program: said with the next frame or commit, as one message. Error 6 beyond the turn's text. */
  print(text: string, hasColumns: boolean): void {
    this.bound(0, text.length);
    this.printed += text;
    this.hasColumns ||= hasColumns;
  }

  /** Says what was printed so far. */
  flush(): void {
    const { printed, hasColumns } = this;
    if (printed === "") return;
    this.printed = "";
    this.hasColumns = false;
    if (printed.trim() === "") return;
    this.spoke = true;
    for (const part of splitText(printed)) {
      const text = printedMessage(part, hasColumns);
      this.emit({ type: "talk", text, format: "markdown", from: { kind: "bot", name: this.botName } });
    }
  }

  /** What the bot has said since it was asked last, and that nobody has been told yet: before a part of a later message is. */
  unannounced(): { seq: number; text: string }[] {
    const said: { seq: number; text: string }[] = [];
    for (const { frame } of this.frames)
      if (frame.seq > this.announced && frame.type === "talk" && frame.stream === undefined) said.push(frame);
    this.announced = this.draft.seq;
    return said;
  }

  /** A frame that ends the turn is let through when a script has used the turn's frames up. */
  emit(body: FrameBody): void {
    this.flush();
    this.draft.seq += 1;
    // The union's members differ only in their own fields, which `body` has; the compiler cannot see that through a spread.
    const frame = { seq: this.draft.seq, turn: this.draft.turn, ...body } as DurableFrame;
    this.frames.push({ frame, at: this.draft.now });
    this.onFrame?.(frame);
  }

  /** A row of SQLite ends at 2 MB, and a commit that fails loses the turn: what a script words is cut to a bound. */
  record(step: number, event: JournalEvent): void {
    const bounded = boundNote(event);
    const length = weightOf(bounded);
    this.pendingLength += length;
    this.journalLength += length;
    this.journal.push({ turn: this.draft.turn, step, event: bounded });
  }

  /** So much is waiting that it should be committed before the turn goes on. */
  get isHeavy(): boolean {
    return this.pendingLength > MAX_PENDING;
  }

  /** Throws when the turn has journalled all that one turn may. */
  checkJournal(): void {
    if (this.journalLength > MAX_JOURNAL) {
      throw new BasicError(ERR.overflow, "One turn may read and note at most 64 MB.");
    }
  }

  /** What is to be committed now; afterwards it is the store's. */
  take(): { frames: { frame: DurableFrame; at: number }[]; journal: JournalEntry[] } {
    this.flush();
    const taken = { frames: this.frames, journal: this.journal };
    this.frames = [];
    this.journal = [];
    this.pendingLength = 0;
    return taken;
  }

  /** Before anything is said: a message goes out whole or not at all. */
  private bound(frames: number, length: number): void {
    if (this.frameCount + frames > MAX_FRAMES || this.textLength + length > MAX_TEXT) {
      throw new BasicError(ERR.overflow, `One turn may say at most ${MAX_FRAMES} messages and 4 MB of text.`);
    }
    this.frameCount += frames;
    this.textLength += length;
  }
}

function boundNote(event: JournalEvent): JournalEvent {
  switch (event.type) {
    case "printed":
    case "warned":
      return { ...event, text: event.text.slice(0, MAX_NOTE) };
    case "effect.failed":
      return { ...event, message: event.message.slice(0, MAX_NOTE) };
    case "script.failed":
      return { ...event, error: { ...event.error, message: event.error.message.slice(0, MAX_NOTE) } };
    default:
      return event;
  }
}

/** UTF-16 units, near enough for a bound. */
function weightOf(event: JournalEvent): number {
  if (event.type === "printed" || event.type === "warned") return event.text.length;
  return event.type === "effect.done" && "json" in event.result ? event.result.json.length : 100;
}

/** A text in parts that a frame may have. */
export function splitText(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > MAX_TALK) {
    let cut = rest.lastIndexOf("\n", MAX_TALK);
    if (cut < MAX_TALK / 2) cut = rest.lastIndexOf(" ", MAX_TALK);
    if (cut < MAX_TALK / 2) cut = MAX_TALK;
    // Never between the halves of a surrogate pair.
    if (/[\uD800-\uDBFF]/.test(rest[cut - 1] ?? "")) cut -= 1;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).replace(/^[\n ]/, "");
  }
  parts.push(rest);
  return parts;
}
