/** A conversation that exists: what its turns read and change in memory. Made when it is opened or loaded. */
import type { InboxItem } from "../../contracts/conversation.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { Clock } from "../../platform/clock.ts";
import { newSeed } from "../../platform/ids.ts";
import type { Env } from "../env.ts";
import { type Duty, nextDue } from "./alarm.ts";
import { readConfig, type SessionConfig } from "./config.ts";
import { newerRelease } from "./release/newer-release.ts";
import { Programs } from "./release/programs.ts";
import { Purse } from "./spending/purse.ts";
import type { Identity, PinnedRelease, Projection, SessionState } from "./state.ts";
import type { SessionStore } from "./store/store.ts";
import type { TestSwitch } from "./test-switch.ts";
import type { LiveScript, TurnHost } from "./turn/host.ts";
import type { Receipts } from "./turn/timing.ts";
import type { Tracer } from "./turn/trace.ts";

/** What the object provides to every conversation. */
export interface ConversationParts {
  env: Env;
  clock: Clock;
  store: SessionStore;
  test: TestSwitch;
  deliver(frames: DurableFrame[]): void;
  acknowledge(messageId: string): void;
  waiting(running: string | null): InboxItem[];
  working(turn: number): void;
  stream(turn: number, stream: string, text: string): void;
  receipts: Receipts;
  tracer: Tracer | null;
}

export interface ConversationData {
  identity: Identity;
  release: PinnedRelease;
  state: SessionState;
  projection: Projection;
}

export class Conversation implements TurnHost {
  readonly env: Env;
  readonly clock: Clock;
  readonly store: SessionStore;
  readonly test: TestSwitch;
  readonly identity: Identity;
  release: PinnedRelease;
  config: SessionConfig;
  programs: Programs;
  /** True where there is a database to project to. */
  readonly history: boolean;
  /** What the alarm does beside turns. */
  readonly duties: Duty[] = [];
  readonly deliver: (frames: DurableFrame[]) => void;
  readonly acknowledge: (messageId: string) => void;
  readonly waiting: (running: string | null) => InboxItem[];
  readonly working: (turn: number) => void;
  readonly stream: (turn: number, stream: string, text: string) => void;
  state: SessionState;
  projection: Projection;
  begun: boolean;
  live: LiveScript | null = null;
  onWarning: ((message: string, line: number) => void) | null = null;
  readonly watch = null;
  readonly recording = null;
  readonly receipts: Receipts;
  readonly tracer: Tracer | null;
  readonly seed = newSeed;
  readonly purse: Purse;

  constructor(parts: ConversationParts, data: ConversationData, begun: boolean) {
    this.env = parts.env;
    this.clock = parts.clock;
    this.store = parts.store;
    this.test = parts.test;
    this.deliver = (frames) => parts.deliver(frames);
    this.acknowledge = (messageId) => parts.acknowledge(messageId);
    this.waiting = (running) => parts.waiting(running);
    this.working = (turn) => parts.working(turn);
    this.stream = (turn, stream, text) => parts.stream(turn, stream, text);
    this.receipts = parts.receipts;
    this.tracer = parts.tracer;
    this.identity = data.identity;
    this.release = data.release;
    this.state = data.state;
    this.projection = data.projection;
    this.begun = begun;
    this.purse = new Purse(parts.env, data.identity);
    this.config = readConfig(data.release, parts.env);
    this.programs = new Programs(parts.env.FILES, data.identity.key.tenant, data.release);
    this.history = Boolean(parts.env.DATABASE_URL);
  }

  pin(release: PinnedRelease): void {
    this.release = release;
    this.config = readConfig(release, this.env);
    this.programs = new Programs(this.env.FILES, this.identity.key.tenant, release);
  }

  newerRelease(turn: number, except: string | null): Promise<PinnedRelease | null> {
    return newerRelease(this, turn, except);
  }

  nextDue(state: SessionState): number | null {
    return nextDue(state, this.duties);
  }
}
