/** The frames of a conversation, the ones that were and the ones that come. */
import { useEffect, useState } from "preact/hooks";
import type { ConversationState, DurableFrame, ServerFrame } from "../../contracts/frames.ts";
import { CallError, call, conversationPath, wordsOf } from "../api.ts";

/** Of a longer conversation the latest are held; the export has all. */
const MAX_FRAMES = 20_000;
/** Between two tries when the line was refused, as by a server that is being restarted. */
const AGAIN_MS = 3_000;

export interface Frames {
  /** In order, without gaps; the first may be missing where there are very many. */
  items: readonly DurableFrame[];
  /** Of the last frame that told it; `running` while a turn runs. */
  state: ConversationState;
  /** The line is up, and the past is here. */
  live: boolean;
  /** Why nothing can be read, for the person; empty while all is well. */
  mistake: string;
}

const NOTHING: Frames = { items: [], state: "idle", live: false, mistake: "" };

/** Follows by server-sent events, which browsers take up again by themselves; the cookie goes with them. */
export function useFrames(bot: string, id: string): Frames {
  const [frames, setFrames] = useState(NOTHING);
  useEffect(() => {
    const path = `${conversationPath(bot, id)}/frames`;
    const items: DurableFrame[] = [];
    let state: ConversationState = "idle";
    let source: EventSource | null = null;
    let timer = 0;
    let drawing = 0;
    let left = false;
    const show = (live: boolean, mistake = "") => {
      drawing = 0;
      if (!left) setFrames({ items: [...items], state, live, mistake });
    };
    const take = (frame: ServerFrame) => {
      if (frame.type === "working") state = "running";
      if ("seq" in frame) {
        if (frame.seq <= (items.at(-1)?.seq ?? 0)) return;
        items.push(frame);
        if (items.length > MAX_FRAMES) items.splice(0, items.length - MAX_FRAMES);
        if (frame.type === "state") state = frame.state;
      }
      // A backlog of thousands is drawn once.
      if (drawing === 0) drawing = setTimeout(() => show(true), 30);
    };
    const follow = () => {
      source = new EventSource(`${path}?after=${items.at(-1)?.seq ?? 0}`);
      source.onopen = () => {
        if (drawing === 0) drawing = setTimeout(() => show(true), 30);
      };
      source.onmessage = ({ data }) => take(JSON.parse(data));
      source.onerror = () => {
        // Each minute the server ends the stream, and the browser comes back by itself.
        if (source?.readyState === EventSource.CLOSED) void explain();
      };
    };
    /** An EventSource does not tell why it was refused; a plain request does. */
    const explain = async () => {
      source?.close();
      try {
        await call("GET", `${path}?limit=1`);
      } catch (error) {
        show(false, wordsOf(error));
        // Gone, or not for this person: asking again changes nothing.
        if (error instanceof CallError && error.status >= 400 && error.status < 500 && error.status !== 429) return;
      }
      if (!left) timer = setTimeout(follow, AGAIN_MS);
    };
    setFrames(NOTHING);
    follow();
    return () => {
      left = true;
      source?.close();
      clearTimeout(timer);
      clearTimeout(drawing);
    };
  }, [bot, id]);
  return frames;
}
