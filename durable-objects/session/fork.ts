/** A conversation that goes on from a position of another one (replay/fork.ts): its file is begun with what was until then. */
import type { InboxItem } from "../../contracts/conversation.ts";
import type { JournalEntry } from "../../contracts/journal.ts";
import type { Conversation } from "./conversation.ts";
import type { Identity, SessionState } from "./state.ts";
import { storeBlob } from "./store/blobs.ts";
import type { Commit, StoredFrame, StoredSnapshot } from "./store/commit.ts";
import { INLINE_BYTES } from "./turn/snapshot.ts";

export interface ForkedTurn {
  turn: number;
  message: InboxItem | null;
  journal: JournalEntry[];
  frames: StoredFrame[];
}

export interface ForkSeed {
  /** Its `key` is the new conversation's. */
  identity: Identity;
  /** The release at that position. */
  release: string;
  /** All turns until then; the last one may be unfinished. */
  turns: ForkedTurn[];
  state: SessionState;
  machine: { program: string; status: "parked" | "running"; bytes: Uint8Array } | null;
}

/** Bytes of a fork: it travels between objects in one call. */
export const MAX_FORK_BYTES = 24 * 1024 * 1024;

/**
 * Writes the turns as their own commits wrote them, so that the new conversation exports and replays like any other. All
 * in one event: either everything is on disk or nothing.
 */
export async function writeFork(conversation: Conversation, seed: ForkSeed, now: number): Promise<void> {
  const { machine, turns } = seed;
  const snapshot: StoredSnapshot = { program: "", status: "ended", bytes: null, blob: null };
  if (machine) {
    const isLarge = machine.bytes.byteLength > INLINE_BYTES;
    Object.assign(snapshot, {
      program: machine.program,
      status: machine.status,
      ...(isLarge ? { blob: await storeBlob(conversation, machine.bytes) } : { bytes: machine.bytes }),
    });
  }
  const state = atTime(seed.state, now);
  const { store, identity, release } = conversation;
  let seq = 0;
  for (const [index, turn] of turns.entries()) {
    const isLast = index === turns.length - 1;
    const fromSeq = seq + 1;
    seq = turn.frames.at(-1)?.frame.seq ?? seq;
    const { message } = turn;
    const mode = isLast ? state.mode : modeAfter(turn.frames);
    const isOver = !isLast || state.running === null;
    const commit: Commit = {
      begin: index === 0 ? { identity, release } : null,
      state: isLast ? state : { ...state, turn: turn.turn, seq },
      inbox: message
        ? [
            {
              id: message.id,
              state: isOver ? "done" : "running",
              turn: turn.turn,
              message,
              fromSeq,
              toSeq: isOver ? seq : null,
              mode: isOver ? mode : null,
            },
          ]
        : [],
      journal: turn.journal,
      frames: turn.frames,
      snapshot: isLast ? { ...snapshot, pages: [] } : null,
      alarm: isLast ? conversation.nextDue(state) : null,
    };
    store.commit(commit);
  }
  conversation.state = state;
  conversation.begun = true;
}

/** What was due in a while is due in the same while from now on. */
function atTime(state: SessionState, now: number): SessionState {
  const later = Math.max(now - state.now, 0);
  const { hear, expiresAt, running } = state;
  return {
    ...state,
    committedAt: now,
    hear: hear && { ...hear, due: hear.due === null ? null : hear.due + later },
    expiresAt: expiresAt === null ? null : expiresAt + later,
    running: running && { ...running, recoverAt: now },
  };
}

function modeAfter(frames: readonly StoredFrame[]): SessionState["mode"] {
  const last = frames.findLast(({ frame }) => frame.type === "state")?.frame;
  return last?.type === "state" ? last.state : "idle";
}
