/** Rows of the log: a commit as one row, or as several where one could not hold it. */
import type { JournalEntry } from "../../../contracts/journal.ts";
import type { InboxRow } from "../state.ts";
import type { Commit, StoredFrame, StoredSnapshot } from "./commit.ts";

/** A row of the log; what belongs to the end of a commit is empty in rows before its last. */
export interface LogRow {
  turn: number;
  toSeq: number;
  toEntry: number;
  /** JSON: StoredFrame[]. */
  frames: string;
  /** JSON: JournalEntry[]. */
  journal: string;
  end: { answer: InboxRow | null; state: string; snapshot: StoredSnapshot } | null;
}

/** The platform ends a row at 2 MB. What is longer than this in all, each unit taken as three bytes, becomes several rows. */
const ROW_BYTES = 1_800_000;
/** UTF-16 units of frames or of journal in such a row; an item that is longer has one for itself. */
const PART_LENGTH = 500_000;

/** `entries`: journal entries before this commit. `stored`: the frames that are kept. */
export function rowsOf(
  commit: Commit,
  stored: readonly StoredFrame[],
  entries: number,
  end: NonNullable<LogRow["end"]>,
): LogRow[] {
  const { turn, seq } = commit.state;
  const frames = JSON.stringify(stored);
  const journal = JSON.stringify(commit.journal);
  const toEntry = entries + commit.journal.length;
  const snapshotBytes = end.snapshot.bytes?.byteLength ?? 0;
  const bytes = (end.state.length + frames.length + journal.length) * 3 + snapshotBytes;
  if (bytes <= ROW_BYTES) return [{ turn, toSeq: seq, toEntry, frames, journal, end }];
  const rows: LogRow[] = [];
  let toSeq = (commit.frames[0]?.frame.seq ?? seq + 1) - 1;
  let entry = entries;
  for (const part of inParts(stored)) {
    toSeq = part.items.at(-1)?.frame.seq ?? toSeq;
    rows.push({ turn, toSeq, toEntry: entry, frames: part.json, journal: "[]", end: null });
  }
  for (const part of inParts<JournalEntry>(commit.journal)) {
    entry += part.items.length;
    rows.push({ turn, toSeq: seq, toEntry: entry, frames: "[]", journal: part.json, end: null });
  }
  return [...rows, { turn, toSeq: seq, toEntry, frames: "[]", journal: "[]", end }];
}

/** Items as JSON arrays of bounded length. */
function inParts<T>(items: readonly T[]): { items: T[]; json: string }[] {
  const parts: { items: T[]; texts: string[]; length: number }[] = [];
  for (const item of items) {
    const text = JSON.stringify(item);
    const last = parts.at(-1);
    if (last && last.length + text.length <= PART_LENGTH) {
      last.items.push(item);
      last.texts.push(text);
      last.length += text.length;
    } else parts.push({ items: [item], texts: [text], length: text.length });
  }
  return parts.map(({ items, texts }) => ({ items, json: `[${texts.join(",")}]` }));
}
