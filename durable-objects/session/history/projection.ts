/**
 * The conversation's history on its way to the database: what is new, how far it was confirmed, and the hints that say so
 * again until it is.
 */
import type { HistoryBatch, HistoryItem } from "../../../contracts/objects.ts";
import { patchText, treeText } from "../../../contracts/tree-text.ts";
import { type Duty, repeatDelay } from "../alarm.ts";
import type { Conversation } from "../conversation.ts";
import type { SessionState } from "../state.ts";
import type { StoredFrame } from "../store/commit.ts";

const MAX_ITEMS = 1_000;
/** A call between objects may carry 32 MB. */
const MAX_BYTES = 8 * 1024 * 1024;
/** After the last commit, so that the turns of a lively exchange travel together. */
const DELAY_MS = 1_000;
/** After a commit a lost hint is sent again no later than this, however long the pause has become: the object is awake anyway. */
const DELAY_AFTER_PAUSE_MS = 30_000;

/** Frames after the watermark, in plain words. */
export function historyBatch(conversation: Conversation, limit: number): HistoryBatch {
  const { identity, release, state, projection, store } = conversation;
  const count = Math.min(Math.max(Math.trunc(limit), 1), MAX_ITEMS);
  return {
    key: identity.key,
    channel: identity.request.channel,
    release: release.hash,
    startedAt: identity.startedAt,
    after: projection.watermark,
    items: store.frames(projection.watermark, state.seq, count, MAX_BYTES).map(historyItem),
    state: state.mode,
  };
}

/** Tells the consumer that there is something to fetch; a lost hint is sent again later. */
export class ProjectionDuty implements Duty {
  private readonly conversation: Conversation;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  due(state: SessionState): number | null {
    const { projection, history } = this.conversation;
    if (!history || state.seq <= projection.watermark) return null;
    const { next, attempts } = projection;
    if (next === null) return state.committedAt + DELAY_MS;
    const sentAt = next - repeatDelay(Math.max(0, attempts - 1));
    return state.committedAt > sentAt ? Math.min(next, state.committedAt + DELAY_AFTER_PAUSE_MS) : next;
  }

  async run(): Promise<void> {
    const { conversation } = this;
    const { attempts, watermark } = conversation.projection;
    try {
      await conversation.env.PROJECTIONS.send({ key: conversation.identity.key });
    } catch (error) {
      console.error("projection hint not sent", error);
    }
    // Confirmed, or erased, while it was being sent: then there is nothing to repeat.
    if (conversation.store.isErased || conversation.projection.watermark > watermark) return;
    const next = conversation.clock.now() + repeatDelay(attempts);
    conversation.projection = { watermark, attempts: attempts + 1, next };
    conversation.store.writeProjection(conversation.projection);
  }

  /** One small write for each confirmed batch; what is new since then is announced again at once. */
  confirm(seq: number): void {
    const { conversation } = this;
    if (seq <= conversation.projection.watermark) return;
    const watermark = Math.min(seq, conversation.state.seq);
    const next = watermark < conversation.state.seq ? conversation.clock.now() : null;
    conversation.projection = { watermark, attempts: 0, next };
    conversation.store.writeProjection(conversation.projection);
  }

  /** The store of histories is a new one: everything is announced again. */
  restart(): void {
    const { conversation } = this;
    conversation.projection = { watermark: 0, attempts: 0, next: conversation.clock.now() };
    conversation.store.writeProjection(conversation.projection);
  }
}

function historyItem({ frame, at }: StoredFrame): HistoryItem {
  const { seq, turn, type } = frame;
  const role = type === "user" ? "user" : type === "state" || type === "error" ? "system" : "bot";
  const body = JSON.parse(JSON.stringify(frame), (_, value) => (typeof value === "string" ? storable(value) : value));
  return { seq, turn, at, type, role, text: storable(textOf(frame)), body };
}

/** Postgres takes neither NUL nor half a surrogate pair in a text: one such message would hold up the history for ever. */
const storable = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed();

function textOf(frame: StoredFrame["frame"]): string {
  switch (frame.type) {
    case "talk":
    case "user":
      return frame.text;
    case "error":
      return frame.message;
    case "suggestions":
      return frame.items.map((item) => item.label).join(", ");
    case "state":
      return frame.state;
    case "hear":
      return frame.as;
    case "image":
    case "file":
    case "audio":
    case "video":
      return frame.alt || frame.name;
    case "tree":
      return treeText(frame.tree);
    case "tree.patch":
      return patchText(frame.ops);
    case "tool-calls":
      return frame.calls.map(({ name }) => name).join(", ");
  }
}
