/** What a conversation knows of itself between two turns: plain data, written whole with each turn's commit. */
import type { Agent, InboxItem, OpenRequest } from "../../contracts/conversation.ts";
import type { ChannelOrigin } from "../../contracts/deliveries.ts";
import type { ConversationState } from "../../contracts/frames.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { EffectTiming, RecordedValue, TurnCause, TurnModelUsage } from "../../contracts/journal.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { ReleaseManifest, ReleaseMove } from "../../contracts/release.ts";
import type { SandboxOrigin } from "../../contracts/replay.ts";
import type { TreeNode } from "../../contracts/tree.ts";
import type { ModelRouting } from "../llm/targets.ts";

/** Written once, when the conversation begins. */
export interface Identity {
  key: ConversationKey;
  request: OpenRequest;
  /** ms since the epoch. */
  startedAt: number;
  /** The release that it began with; absent where the bot object was not told of the beginning. */
  release?: string;
  /** What was set beside that release, where something was. */
  overrides?: Record<string, string>;
  /** The vendor behind a conversation of a channel: set by the hook's route, never by a public request. */
  via?: ChannelOrigin;
  /** Where the conversation was forked from: it is a sandbox (sandbox.ts). */
  sandbox?: SandboxOrigin;
}

/** The release that the conversation is pinned to; what only the page needs is left out. */
export type PinnedRelease = Omit<ReleaseManifest, "theme" | "createdAt">;

export interface Suggestion {
  label: string;
  value: string;
  /** `text` sends the value as if typed, `tool` runs the script of that name; `value` is told apart when clicked; `restart` begins anew. */
  action: "value" | "text" | "tool" | "restart";
}

/** The HEAR that the script is parked at. The request itself is in the snapshot. */
export interface ParkedHear {
  as: string;
  options: string[] | null;
  /** Answers that were not accepted so far. */
  attempt: number;
  /** ms; null waits for ever. */
  due: number | null;
  /** How long it waits: the time begins anew after a person of the desk had the conversation. */
  periodMs?: number;
}

/** A keyword that the machine stands at. `key` names the call for good, also when it is made again in a later turn. */
export interface StandingEffect {
  keyword: string;
  line: number;
  key: string;
  /** A WAIT in memory: when it is over, ms. Taken up again it does not begin anew. */
  until?: number;
}

/** What a turn has taken so far, carried over its barriers. Times in ms. */
export interface TimingSoFar {
  /** Between the acceptance of what began it and its begin, and while its calls waited for their place. */
  queueMs: number;
  begunAt: number;
  /** Steps that the machine had made since its last park when the turn took it up. */
  stepsBefore: number;
  effects: EffectTiming[];
  model?: TurnModelUsage;
}

/** A turn that has passed a barrier and is not finished: what is needed to go on with it. */
export interface RunningTurn {
  cause: TurnCause;
  /** The message that began it, or null. */
  messageId: string | null;
  /** False when the product itself answers, without a script. */
  scripted: boolean;
  firstSeq: number;
  /** Effects completed so far; the pending one has the next number. */
  step: number;
  /** The class of the effect that the machine is stopped at; null = between two statements. */
  pending: "recordable" | "internal-write" | "unsafe" | null;
  /** A WAIT: nothing runs before this time. */
  wakeAt: number | null;
  /** When the alarm takes the turn up if nobody else has. */
  recoverAt: number;
  /** Times that it was taken up. */
  attempts: number;
  spoke: boolean;
  /** What the machine is stopped at while `pending` is set; absent in rows of earlier versions. */
  effect?: StandingEffect | null;
  /** Absent in rows of earlier versions. */
  timing?: TimingSoFar;
  /** `traceparent` of the request that it belongs to. */
  trace?: string | null;
}

/** How a plain message is answered (reference 4.6). */
export const ANSWER_MODES = ["document", "sql", "chart", "tool", "direct", "default"] as const;
export type AnswerMode = (typeof ANSWER_MODES)[number];

/** The cards and lists that were shown under a key, as they are now: showing one again sends what changed. */
export interface ShownTrees {
  /** So many trees were sent; the next one's id has the next number. */
  count: number;
  /** Oldest first. */
  keyed: { key: string; id: string; tree: TreeNode }[];
}

/** Of the requests that follow in the same script. */
export interface HttpSettings {
  /** By their names in lower case. */
  headers: Readonly<Record<string, string>>;
  pages: "none" | "auto";
}

/** A bot that ADD BOT has brought in. */
export interface AddedBot {
  name: string;
  /** Words that call it, and names of its tools. In lower case. */
  triggers: string[];
  tools: string[];
  /** Higher goes first. */
  priority: number;
}

/** The bot that has the word: the next message is for it. */
export interface Speaker {
  bot: string;
  /** Until the end of the conversation; otherwise as long as it waits for an answer. */
  stays: boolean;
  /** Its question. */
  hear: { as: string; options: string[] | null; retry: boolean } | null;
  suggestions: { label: string; value: string }[];
}

export interface Helpers {
  added: AddedBot[];
  speaker: Speaker | null;
  /** The last message that SEND TO BOT sent to each. */
  sent: Record<string, string>;
  /** Bots that have a conversation here. */
  met: string[];
}

export interface SessionState {
  version: 1;
  /** Last turn; 0 before the first. */
  turn: number;
  /** Last frame. */
  seq: number;
  /** `running` only while `running` is set. */
  mode: ConversationState;
  /** The last turn's clock, ms. */
  now: number;
  /** When the last commit was made, ms: the projection is due from here. */
  committedAt: number;
  /** Script that is parked or running. */
  script: string | null;
  hear: ParkedHear | null;
  running: RunningTurn | null;
  /** When an idle conversation ends; null = never. */
  expiresAt: number | null;
  lastText: string;
  suggestions: Suggestion[];
  /** What the clients show now, as JSON, so that an unchanged list is not sent again. */
  shown: string;
  contexts: { name: string; text: string }[];
  activeContext: string | null;
  /** Collections attached by USE KB. */
  knowledge: string[];
  /** Session keys. */
  data: Record<string, JsonValue>;
  /** These are absent until a script sets them. */
  helpers?: Helpers;
  /** What REMEMBER keeps where nobody is verified. `until` in ms. */
  remembered?: Record<string, { value: JsonValue; until: number | null }>;
  prompt?: string | null;
  answerMode?: AnswerMode;
  /** Scripts that are attached as tools. */
  tools?: string[];
  /** What SET USER said. */
  user?: string;
  /** While a tool of the model runs: what it has said, for the model. */
  heard?: string;
  /** What USE MODEL chose. */
  model?: string;
  /** SET MODEL ROUTING. */
  routing?: ModelRouting;
  /** The last turn that called a language model. */
  spentTurn?: number;
  trees?: ShownTrees;
  /** What SET HEADER and SET PAGE MODE said, until the script ends. */
  http?: HttpSettings;
  /** Hash of a release that it met and could not move to; it is not tried again. */
  metRelease?: string;
  /** Releases that it met lately (release/pin.ts). */
  moves?: ReleaseMove[];
  /** Who has the conversation while it is handed over. */
  agent?: Agent | null;
  /** They have said something: the person knows whom the next message is for. */
  deskSpoke?: true;
  /**
   * An effect of which nobody knows whether it happened, and somebody is asked whether it is to be performed again. The
   * machine stands at it, and `hear` is the question, not one of the script's.
   */
  asking?: StandingEffect | null;
  /** What a run for an event left: RunOutcome as JSON. Its conversation ends with it. */
  outcome?: RecordedValue;
}

export function newState(now: number): SessionState {
  return {
    version: 1,
    turn: 0,
    seq: 0,
    mode: "idle",
    now,
    committedAt: now,
    script: null,
    hear: null,
    running: null,
    expiresAt: null,
    lastText: "",
    suggestions: [],
    shown: "[]",
    contexts: [],
    activeContext: null,
    knowledge: [],
    data: {},
  };
}

/** For a turn to work on. The lists are changed in place, what stands in them is only replaced. JSON would take 5 % of a turn. */
export function copyState(state: SessionState): SessionState {
  return {
    ...state,
    hear: state.hear && { ...state.hear },
    suggestions: [...state.suggestions],
    contexts: [...state.contexts],
    knowledge: [...state.knowledge],
    data: { ...state.data },
  };
}

export interface InboxRow {
  id: string;
  state: "queued" | "running" | "done";
  turn: number | null;
  message: InboxItem;
  fromSeq: number | null;
  toSeq: number | null;
  /** State of the conversation when the turn was quiet. */
  mode: ConversationState | null;
}

/** How far the history store has confirmed. */
export interface Projection {
  watermark: number;
  /** Hints sent since the last confirmation. */
  attempts: number;
  /** ms; when the next hint is due; null = as soon as there is something new. */
  next: number | null;
}
