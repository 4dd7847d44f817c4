/** The conversation's history as the database gets it: frames after the watermark, in plain words. */
import type { HistoryBatch, HistoryItem } from "../../contracts/objects.ts";
import { patchText, treeText } from "../../contracts/tree-text.ts";
import type { Conversation } from "./conversation.ts";
import type { StoredFrame } from "./store.ts";

const MAX_ITEMS = 1_000;
/** A call between objects may carry 32 MB. */
const MAX_BYTES = 8 * 1024 * 1024;

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
  }
}
