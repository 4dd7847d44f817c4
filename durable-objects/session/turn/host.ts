/** What a turn sees of the object it runs in. */
import type { Machine } from "../../../basic/machine.ts";
import type { Program } from "../../../basic/program.ts";
import type { InboxItem } from "../../../contracts/conversation.ts";
import type { DurableFrame } from "../../../contracts/frames.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { Env } from "../../env.ts";
import type { SessionConfig } from "../config.ts";
import type { Programs } from "../release/programs.ts";
import type { Purse } from "../spending/purse.ts";
import type { Identity, PinnedRelease, SessionState } from "../state.ts";
import type { PageStore } from "../store/page-store.ts";
import type { SessionStore } from "../store/store.ts";
import type { TestSwitch } from "../test-switch.ts";
import type { Recording } from "./recording.ts";
import type { Receipts } from "./timing.ts";
import type { Tracer } from "./trace.ts";

/** A script in memory that stands exactly where the last commit left it. */
export interface LiveScript {
  name: string;
  program: Program;
  machine: Machine;
}

/** What a turn reads and writes of the conversation's file; a replay keeps it in memory. */
export type TurnStore = Pick<SessionStore, "message" | "snapshot" | "said" | "commit"> & {
  readonly pages: Pick<PageStore, "ids" | "read">;
};

export interface TurnHost {
  readonly env: Env;
  readonly clock: Clock;
  readonly store: TurnStore;
  readonly test: TestSwitch;
  readonly identity: Identity;
  readonly release: PinnedRelease;
  readonly config: SessionConfig;
  readonly programs: Programs;
  /** As last committed. */
  state: SessionState;
  /** False until the first commit. */
  begun: boolean;
  /** Null after a restart or a failed turn: then the snapshot is read. */
  live: LiveScript | null;
  /** Takes what a lenient default of the running script let pass; the turn that runs sets it. */
  onWarning: ((message: string, line: number) => void) | null;
  /** Only in a replay: sees every machine before it runs, and may put itself in front of it. */
  readonly watch: ((machine: Machine) => Machine) | null;
  /** Only in a replay: what keywords answered when the conversation was held. */
  readonly recording: Recording | null;
  /** Where traces go; null where nobody takes any. */
  readonly tracer: Tracer | null;
  /** Commits and deliveries as they are measured; null in a replay. */
  readonly receipts: Receipts | null;
  /** What the conversation may spend on language models. */
  readonly purse: Purse;
  /** For the random generator of a script that begins: a 32-bit integer. A replay gives the recorded one. */
  seed(): number;
  /**
   * The bot's current release where that is another one than this conversation's and `except` (a hash), asked for in this
   * turn; null where it is not, or nobody answers.
   */
  newerRelease(turn: number, except: string | null): Promise<PinnedRelease | null>;
  /** The conversation belongs to this release from here on. */
  pin(release: PinnedRelease): void;
  /** Frames that are durable now, in order, to every device. */
  deliver(frames: DurableFrame[]): void;
  /** The message is durable now. */
  acknowledge(messageId: string): void;
  /** What waits for its turn and is not durable yet, in order, without the running turn's own. */
  waiting(running: string | null): InboxItem[];
  /** When the object has to be woken once this state is committed: ms, or null. */
  nextDue(state: SessionState): number | null;
  /** To every device, not kept: the turn takes its time. */
  working(turn: number): void;
  /** To every device, not kept: a streamed part of an answer. */
  stream(turn: number, stream: string, text: string): void;
}
