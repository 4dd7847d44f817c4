/** What a turn has made and not committed yet: frames with their numbers, and journal entries. Bounded. */
import { BasicError, ERR } from "../../basic/errors.ts";
import type { DurableFrame, FrameBody } from "../../contracts/frames.ts";
import type { JournalEntry, JournalEvent } from "./journal.ts";
import type { SessionState } from "./state.ts";

/** Bounds of one turn; a script that goes beyond sees error 6. */
const MAX_FRAMES = 1_000;
const MAX_TEXT = 4 * 1024 * 1024;
/** UTF-16 units of one talk frame; a longer text is split at a line end. */
const MAX_TALK = 32_000;

export class TurnOutput {
  private readonly draft: SessionState;
  private readonly botName: string;
  private readonly onFrame: ((frame: DurableFrame) => void) | null;
  private frames: { frame: DurableFrame; at: number }[] = [];
  private journal: JournalEntry[] = [];
  private frameCount = 0;
  private textLength = 0;
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
    this.spoke = true;
    for (const part of splitText(text)) {
      this.bound(part.length);
      const frame = {
        type: "talk",
        text: part,
        format: "markdown",
        from: { kind: "bot", name: this.botName },
      } as const;
      this.emit(stream === undefined ? frame : { ...frame, stream });
    }
  }

  /** A frame that ends the turn is let through when a script has used the turn's frames up. */
  emit(body: FrameBody): void {
    this.draft.seq += 1;
    // The union's members differ only in their own fields, which `body` has; the compiler cannot see that through a spread.
    const frame = { seq: this.draft.seq, turn: this.draft.turn, ...body } as DurableFrame;
    this.frames.push({ frame, at: this.draft.now });
    this.onFrame?.(frame);
  }

  record(step: number, event: JournalEvent): void {
    this.journal.push({ turn: this.draft.turn, step, event });
  }

  /** What is to be committed now; afterwards it is the store's. */
  take(): { frames: { frame: DurableFrame; at: number }[]; journal: JournalEntry[] } {
    const taken = { frames: this.frames, journal: this.journal };
    this.frames = [];
    this.journal = [];
    return taken;
  }

  private bound(length: number): void {
    this.frameCount += 1;
    this.textLength += length;
    if (this.frameCount > MAX_FRAMES || this.textLength > MAX_TEXT) {
      throw new BasicError(ERR.overflow, `One turn may say at most ${MAX_FRAMES} messages and 4 MB of text.`);
    }
  }
}

function splitText(text: string): string[] {
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
