/**
 * One person at the product's own page, without a browser: the widget's conversation with its outbox, its line that comes back by
 * itself and its transcript. What comes over the line is written down, and how long it was away.
 */
import type { DurableFrame, ServerFrame } from "../../contracts/frames.ts";
import { httpApi, type Identity } from "../../widget/client/api.ts";
import { Conversation } from "../../widget/client/conversation.ts";
import { memoryStore } from "../../widget/client/storage.ts";
import { DO_NOT_REPEAT, isAsking } from "../support/unknown-outcomes.ts";

/** A time without a line. */
export interface Gap {
  /** ms from the last frame or ack before it to the open line after it. */
  sinceLastWord: number;
  /** ms from the loss of the line to the open line after it. */
  sinceLoss: number;
}

const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 800;

export class PageClient {
  readonly frames: DurableFrame[] = [];
  /** Frames that came twice or too early. */
  readonly violations: string[] = [];
  readonly gaps: Gap[] = [];
  readonly done: Promise<void>;
  finished = false;
  private readonly conversation: Conversation;
  private readonly words: readonly string[];
  private readonly random: () => number;
  private position = 0;
  private said = 0;
  private heardAt = 0;
  private lostAt: number | null = null;
  private resolveDone: () => void = () => {};

  constructor(origin: string, bot: string, identity: Identity, words: readonly string[], random: () => number) {
    this.words = words;
    this.random = random;
    this.done = new Promise((resolve) => {
      this.resolveDone = resolve;
    });
    const api = httpApi(origin, bot);
    const store = memoryStore();
    store.set(`basalt:conversation:${bot}`, JSON.stringify(identity));
    this.conversation = new Conversation({
      api: { ...api, socket: (who, after) => this.watch(api.socket(who, after)) },
      store,
      around: {
        after: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
        random,
        isOnline: () => true,
      },
      name: bot,
      locale: "en",
      now: () => Date.now(),
      exclusively: (_, work) => work(),
    });
  }

  async start(): Promise<void> {
    await this.conversation.start();
  }

  stop(): void {
    this.finished = true;
    this.conversation.close();
    this.resolveDone();
  }

  /** Stands between the page and its line, and changes nothing. */
  private watch(line: ReturnType<ReturnType<typeof httpApi>["socket"]>): typeof line {
    const shown: typeof line = {
      send: (text) => line.send(text),
      close: () => line.close(),
      onopen: null,
      onmessage: null,
      onclose: null,
    };
    line.onopen = () => {
      this.opened();
      shown.onopen?.();
    };
    line.onmessage = (text) => {
      this.heard(JSON.parse(text) as ServerFrame);
      shown.onmessage?.(text);
    };
    line.onclose = (code) => {
      this.lostAt ??= this.heardAt === 0 ? null : performance.now();
      shown.onclose?.(code);
    };
    return shown;
  }

  private opened(): void {
    const now = performance.now();
    if (this.lostAt !== null) this.gaps.push({ sinceLastWord: now - this.heardAt, sinceLoss: now - this.lostAt });
    this.lostAt = null;
    this.heardAt = now;
  }

  private heard(frame: ServerFrame): void {
    this.heardAt = performance.now();
    if (!("seq" in frame)) return;
    const last = this.frames.at(-1)?.seq ?? 0;
    if (frame.seq !== last + 1) this.violations.push(`frame ${frame.seq} came after ${last}`);
    if (frame.seq <= last) return;
    this.frames.push(frame);
    if (frame.type === "state") setTimeout(() => this.proceed(frame.seq), this.pause());
  }

  private pause(): number {
    return SHORTEST_PAUSE_MS + this.random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS);
  }

  /** Says the next word once everything that was said before is answered. */
  private proceed(seq: number): void {
    if (this.finished || this.frames.at(-1)?.seq !== seq) return;
    if (this.frames.filter(({ type }) => type === "user").length < this.said) return;
    const text = isAsking(this.frames) ? DO_NOT_REPEAT : this.words[this.position++];
    if (text === undefined) {
      this.stop();
      return;
    }
    this.said += 1;
    this.conversation.send(text);
  }
}
