/**
 * The commit of a turn, and what leaves the object after it. Both are synchronous: an await between them and inside of them
 * would end the event's implicit transaction (docs/architecture-durable-turn.md).
 */
import type { InboxItem } from "../../../contracts/conversation.ts";
import type { DurableFrame } from "../../../contracts/frames.ts";
import { copyState, type InboxRow, type RunningTurn } from "../state.ts";
import { type NewSnapshot, queuedChange } from "../store/commit.ts";
import type { LiveScript } from "./host.ts";
import { countCommit } from "./meter.ts";
import type { Turn } from "./turn.ts";

export interface TurnCommit {
  /** What is needed to go on from here; null: the turn is over. */
  running: RunningTurn | null;
  /** Null where the machine is as the last commit left it. */
  snapshot: NewSnapshot | null;
  /** The script that stays in memory for the next turn. */
  live: LiveScript | null;
  /** The conversation is pinned to another release since its last commit. */
  isRepinned: boolean;
  /** What the turn began with, as it is written down. */
  kept: InboxItem | null;
  firstSeq: number;
}

/** What the devices are told once it is on disk. */
export interface Committed {
  frames: DurableFrame[];
  /** Items that are durable now. */
  items: InboxItem[];
}

export function writeCommit(turn: Turn, commit: TurnCommit): Committed {
  const { host, draft } = turn;
  const { running } = commit;
  draft.committedAt = host.clock.now();
  draft.running = running;
  if (running) draft.mode = "running";
  const { frames, journal } = turn.output.take();
  const state = running ? copyState(draft) : draft;
  // Whoever waits behind a barrier may wait for long, and must stay in front of those that come later.
  const waiting = running ? host.waiting(turn.item?.id ?? null) : [];
  host.store.commit({
    begin: host.begun ? null : { identity: host.identity, release: host.release },
    ...(commit.isRepinned ? { release: host.release } : {}),
    state,
    inbox: [...inboxChange(turn, commit), ...waiting.map(queuedChange)],
    journal,
    frames,
    snapshot: commit.snapshot,
    alarm: host.nextDue(state),
  });
  if (!host.recording) countCommit(host.identity, host.release, journal);
  host.begun = true;
  host.state = state;
  host.live = commit.live;
  return { frames: frames.map(({ frame }) => frame), items: turn.item ? [turn.item, ...waiting] : waiting };
}

/** Frames, then the acks. The platform holds both back until the commit is on disk. */
export function deliver({ host }: Turn, { frames, items }: Committed): void {
  if (host.test.outbox) host.deliver(frames);
  for (const { id } of items) host.acknowledge(id);
}

function inboxChange({ draft }: Turn, { kept, running, firstSeq }: TurnCommit): InboxRow[] {
  if (!kept) return [];
  const { turn, seq, mode } = draft;
  const end = running ? { toSeq: null, mode: null } : { toSeq: seq, mode };
  return [{ id: kept.id, state: running ? "running" : "done", turn, message: kept, fromSeq: firstSeq, ...end }];
}
