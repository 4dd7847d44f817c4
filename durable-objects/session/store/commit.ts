/** What one commit writes to the conversation's file, and the rows that come back. */
import type { Page } from "../../../basic/snapshot/pages.ts";
import type { InboxItem } from "../../../contracts/conversation.ts";
import type { DurableFrame } from "../../../contracts/frames.ts";
import type { JournalEntry } from "../../../contracts/journal.ts";
import type { Identity, InboxRow, PinnedRelease, SessionState } from "../state.ts";

export interface StoredSnapshot {
  /** Hash of the program that it belongs to; empty when no script is parked. */
  program: string;
  status: "parked" | "running" | "ended";
  bytes: Uint8Array | null;
  /** Where the bytes lie in object storage when they are too many for a row. */
  blob: string | null;
}

/** A conversation in which no script has run yet. */
export const NO_SNAPSHOT: StoredSnapshot = { program: "", status: "ended", bytes: null, blob: null };

/** A snapshot to write. The pages of the one before that are not among these are taken away. */
export interface NewSnapshot extends StoredSnapshot {
  pages: readonly Page[];
}

/** An item that is accepted and waits for its turn. */
export function queuedChange(message: InboxItem): InboxRow {
  return { id: message.id, state: "queued", turn: null, message, fromSeq: null, toSeq: null, mode: null };
}

/** All that one commit writes. */
export interface Commit {
  /** Only with the first commit of a conversation. */
  begin: { identity: Identity; release: PinnedRelease } | null;
  /** Where the conversation is pinned to another one from here on. */
  release?: PinnedRelease;
  state: SessionState;
  inbox: InboxRow[];
  journal: JournalEntry[];
  frames: StoredFrame[];
  /** Null leaves the stored one as it is. */
  snapshot: NewSnapshot | null;
  /** ms; null = no alarm is needed. */
  alarm: number | null;
}

export interface StoredFrame {
  at: number;
  frame: DurableFrame;
}
