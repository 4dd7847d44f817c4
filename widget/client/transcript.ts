/** A conversation as the page shows it, built from frames alone: the same frames give the same picture on every device. */
import type { Attachment } from "../../contracts/attachments.ts";
import type { ConversationState, MediaFrame, ServerFrame } from "../../contracts/frames.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { TreeNode } from "../../contracts/tree.ts";
import { patchTree, type TreeOp } from "../../contracts/tree-patch.ts";

export interface Choice {
  label: string;
  value: JsonValue;
}
export interface Question {
  as: string;
  options: string[] | null;
  retry: boolean;
}
interface Common {
  key: string;
  turn: number;
}
export type Entry = Common &
  (
    | { kind: "bot"; text: string; markdown: boolean; name: string; agent: boolean; streaming: boolean }
    | { kind: "user"; id: string; text: string; files: Attachment[]; secret: boolean }
    | { kind: "media"; media: MediaFrame }
    /** `live`: its buttons can still be clicked; `revision` counts the changes that came. */
    | { kind: "tree"; tree: TreeNode; live: boolean; revision: number }
    | { kind: "error"; text: string }
  );

export class Transcript {
  /** Changed in place; `version` tells that it did. A copy per frame would make a long history quadratic. */
  readonly entries: Entry[] = [];
  version = 0;
  lastSeq = 0;
  state: ConversationState = "idle";
  question: Question | null = null;
  suggestions: Choice[] = [];
  /** A turn is running. */
  working = false;
  /** Keys of the trees that are live. */
  #live = new Set<string>();

  /** `gap` asks for the frames after `lastSeq` again; `old` was seen before. */
  apply(frame: ServerFrame): "applied" | "old" | "gap" {
    if ("seq" in frame) {
      if (frame.seq <= this.lastSeq) return "old";
      if (frame.seq > this.lastSeq + 1) return "gap";
      this.lastSeq = frame.seq;
    }
    this.version++;
    switch (frame.type) {
      case "talk":
        this.#talk(frame);
        break;
      case "user":
        this.entries.push({
          kind: "user",
          key: `u${frame.id}`,
          turn: frame.turn,
          id: frame.id,
          text: frame.text,
          files: frame.attachments,
          secret: isSecret(this.question),
        });
        this.#answered();
        this.working = true;
        break;
      case "suggestions":
        this.suggestions = frame.items;
        break;
      case "hear":
        this.question = { as: frame.as.toUpperCase(), options: frame.options, retry: frame.retry };
        this.working = false;
        break;
      case "state":
        this.state = frame.state;
        this.working = false;
        if (frame.state !== "waiting") this.question = null;
        if (frame.state === "ended") this.suggestions = [];
        break;
      case "error":
        this.entries.push({ kind: "error", key: `e${frame.seq}`, turn: frame.turn, text: frame.message });
        this.working = false;
        break;
      case "image":
      case "file":
      case "audio":
      case "video":
        this.entries.push({ kind: "media", key: `m${frame.seq}`, turn: frame.turn, media: frame });
        break;
      case "tree": {
        const key = treeKey(frame.id);
        this.entries.push({ kind: "tree", key, turn: frame.turn, tree: frame.tree, live: true, revision: 0 });
        this.#live.add(key);
        break;
      }
      case "tree.patch":
        this.#patch(treeKey(frame.id), frame.ops);
        break;
      case "working":
        this.working = true;
        break;
      case "delta":
        this.#delta(frame.turn, frame.stream, frame.text);
        break;
      // For the program behind a conversation that has no page.
      case "tool-calls":
      case "ack":
      case "fault":
      case "pong":
        break;
    }
    return "applied";
  }

  /** What the person can choose now: the script's suggestions and the options of its question, each label once. */
  get choices(): Choice[] {
    const options = (this.question?.options ?? []).map((label) => ({ label, value: label }));
    const seen = new Set<string>();
    return [...options, ...this.suggestions].filter(({ label }) => !seen.has(label) && seen.add(label));
  }

  /** A connection that broke took its unfinished streams with it; they come again, or finished. */
  dropStreams(): void {
    const kept = this.entries.filter((entry) => !(entry.kind === "bot" && entry.streaming));
    if (kept.length === this.entries.length) return;
    this.entries.splice(0, this.entries.length, ...kept);
    this.version++;
  }

  #talk(frame: ServerFrame & { type: "talk" }): void {
    const entry: Entry = {
      kind: "bot",
      key: `b${frame.seq}`,
      turn: frame.turn,
      text: frame.text,
      markdown: frame.format === "markdown",
      name: frame.from.name,
      agent: frame.from.kind === "agent",
      streaming: false,
    };
    const stream = this.#streamIndex(frame.stream ?? `=${frame.seq}`);
    if (stream >= 0) this.entries[stream] = entry;
    else this.entries.push(entry);
  }

  /** Changes a tree where it stands. What does not fit leaves it as it is: no frame may stop the ones behind it. */
  #patch(key: string, ops: readonly TreeOp[]): void {
    const index = this.entries.findLastIndex((entry) => entry.key === key);
    const known = this.entries[index];
    if (known?.kind !== "tree") return;
    try {
      const tree = patchTree(known.tree, ops);
      this.entries[index] = { ...known, tree, live: true, revision: known.revision + 1 };
      this.#live.add(key);
    } catch {
      return;
    }
  }

  #delta(turn: number, stream: string, text: string): void {
    const index = this.#streamIndex(stream);
    const known = this.entries[index];
    if (known?.kind === "bot") this.entries[index] = { ...known, text: known.text + text };
    else {
      const entry = { key: `s${stream}`, turn, text, markdown: true, name: "", agent: false, streaming: true };
      this.entries.push({ kind: "bot", ...entry });
    }
    this.working = true;
  }

  /** Streams are always near the end. */
  #streamIndex(stream: string): number {
    return this.entries.findLastIndex((entry) => entry.key === `s${stream}`);
  }

  #answered(): void {
    this.question = null;
    this.suggestions = [];
    this.state = "running";
    if (this.#live.size === 0) return;
    this.entries.forEach((entry, index) => {
      if (entry.kind === "tree" && this.#live.has(entry.key)) this.entries[index] = { ...entry, live: false };
    });
    this.#live.clear();
  }
}

const treeKey = (id: string): string => `t${id}`;

export const isSecret = (question: Question | null): boolean =>
  question !== null && /^(?:PASSWORD|PASS|SECRET)$/.test(question.as);
