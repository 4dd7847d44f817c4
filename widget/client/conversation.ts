/**
 * One conversation of this page: opens it once, remembers it, keeps transcript, outbox and line together.
 *
 * Opening carries an Idempotency-Key that is stored first, so that a reload in the middle opens no second one. Several
 * tabs share identity and outbox through storage, and each has its own line; the server orders everything.
 */
import type { ServerFrame } from "../../contracts/frames.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { type Api, ApiError, type Identity } from "./api.ts";
import { Connection, type Line, type LineStatus, type Surroundings } from "./connection.ts";
import { Outbox, type Outgoing } from "./outbox.ts";
import { type KeyValueStore, randomId } from "./storage.ts";
import { isSecret, Transcript } from "./transcript.ts";
import { Uploads } from "./uploads.ts";

export interface ConversationOptions {
  api: Api;
  store: KeyValueStore;
  around: Surroundings;
  /** Tells this bot's conversation from others' in the page's storage. */
  name: string;
  locale: string;
  now(): number;
  /** Runs `work` while no other tab does; Web Locks where there are any. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
}
export type Phase = "opening" | "open" | "refused";

/** Sockets that never opened while HTTP works: something on the way blocks them. */
const BLOCKED_AFTER = 3;
const MAX_TIMES = 300;
/** Until what was refused for want of room is sent again; up to twice as long, by chance. */
const FULL_MS = 2_000;

const NOBODY: Identity = { id: "", token: "" };

export class Conversation {
  /** Files that were chosen for the next message. */
  readonly uploads: Uploads;
  phase: Phase = "opening";
  /** Why it was refused: a fault code. */
  refusal = "";
  status: LineStatus = "connecting";
  retryAt = 0;
  transcript = new Transcript();
  outbox: Outbox;
  /** Turn → ms when this page first saw it live; frames themselves carry no time. */
  times = new Map<number, number>();
  /** A conversation that the server no longer knows was replaced by a new one. */
  renewed = false;

  #options: ConversationOptions;
  #identity: Identity | null = null;
  #connection: Connection;
  #listeners = new Set<() => void>();
  #neverOpened = 0;
  /** A lost conversation was replaced, and the new one has not been online yet. */
  #renewing = false;
  #live = false;
  #generation = 0;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.outbox = new Outbox(options.store, "none");
    this.uploads = new Uploads(
      async (file, onProgress, signal) => (await options.api.upload(await this.#opened(), file, onProgress, signal)).id,
      () => this.#changed(),
    );
    this.#connection = new Connection(
      {
        dial: () => this.#dial(),
        onStatus: (status, retryInMs) => this.#onStatus(status, retryInMs),
        onMessage: (text) => this.#onMessage(text),
        onLost: (code, opened) => this.#onLost(code, opened),
      },
      options.around,
    );
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Goes on with the remembered conversation or opens one. */
  async start(): Promise<void> {
    const generation = ++this.#generation;
    const known = this.#remembered();
    if (known) return this.#adopt(known);
    this.phase = "opening";
    this.#changed();
    const { store, exclusively } = this.#options;
    for (let attempt = 0; generation === this.#generation; attempt++) {
      try {
        await exclusively(this.#key("opening"), async () => {
          // Another tab may have opened it while this one waited.
          const other = this.#remembered();
          if (other) return this.#adopt(other);
          const idempotencyKey = store.get(this.#key("opening")) ?? randomId();
          store.set(this.#key("opening"), idempotencyKey);
          const answer = await this.#options.api.open(idempotencyKey, this.#options.locale);
          if (generation !== this.#generation) return;
          const identity = { id: answer.id, token: answer.token };
          store.set(this.#key("conversation"), JSON.stringify(identity));
          store.remove(this.#key("opening"));
          this.#adopt(identity, answer.frames);
        });
        return;
      } catch (error) {
        if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) {
          store.remove(this.#key("opening"));
          this.phase = "refused";
          this.refusal = error.code;
          return this.#changed();
        }
        const delay = Math.min(30_000, 1_000 * 2 ** Math.min(attempt, 5));
        this.#onStatus(this.#options.around.isOnline() ? "waiting" : "offline", delay);
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          this.#options.around.after(delay, resolve);
        });
      }
    }
  }
  #wake: (() => void) | null = null;

  /** Shown at once, sent when there is a line, kept until the server has it. False when too many wait. */
  send(text: string, value: JsonValue = null): boolean {
    if (this.transcript.state === "ended") return false;
    const secret = isSecret(this.transcript.question);
    if (this.outbox.isFull) return false;
    const files = value === null ? this.uploads.take() : [];
    const message: Outgoing = { id: randomId(), text, value, files, secret, failed: false };
    if (!this.outbox.add(message, this.#options.now())) return false;
    this.transcript.suggestions = [];
    this.#transmit(message);
    this.#changed();
    return true;
  }

  /** A file may be chosen before there is a conversation. */
  #opened(): Promise<Identity> {
    return new Promise((resolve) => {
      const look = () => {
        if (!this.#identity) return;
        stop();
        resolve(this.#identity);
      };
      const stop = this.subscribe(look);
      look();
    });
  }

  /** An address of one of the conversation's files that a page can show. */
  addressOf(url: string): Promise<string> {
    return this.#options.api.link(this.#identity ?? NOBODY, url);
  }

  retry(id: string): void {
    this.outbox.mark(id, false);
    this.#flush();
    this.#changed();
  }

  discard(id: string): void {
    this.outbox.remove(id);
    this.#changed();
  }

  /** Leaves this conversation and opens a new one, in every tab. */
  async restart(): Promise<void> {
    this.#forget();
    await this.start();
  }

  /** The browser came online, the page is shown, or the person asks. */
  nudge(): void {
    this.#wake?.();
    this.#connection.nudge();
  }

  wentOffline(): void {
    this.#connection.wentOffline();
  }

  /** Another tab changed the page's storage. */
  storageChanged(): void {
    const now = this.#remembered();
    if (now?.id === this.#identity?.id) return;
    this.#connection.stop();
    this.#identity = null;
    void this.start();
  }

  close(): void {
    this.#generation++;
    this.#connection.stop();
    this.#listeners.clear();
  }

  #adopt(identity: Identity, frames: ServerFrame[] = []): void {
    this.#identity = identity;
    this.transcript = new Transcript();
    this.outbox = new Outbox(this.#options.store, identity.id);
    this.times = readTimes(this.#options.store.get(this.#key("times", identity.id)));
    this.phase = "open";
    this.#live = frames.length > 0;
    for (const frame of frames) this.#apply(frame);
    this.#connection.stop();
    this.#connection.start();
    this.#changed();
  }

  #forget(): void {
    this.#connection.stop();
    this.outbox.clear();
    this.uploads.clear();
    const { store } = this.#options;
    if (this.#identity) store.remove(this.#key("times", this.#identity.id));
    store.remove(this.#key("conversation"));
    this.#identity = null;
    this.#neverOpened = 0;
  }

  #dial(): Line {
    const { api } = this.#options;
    const identity = this.#identity ?? NOBODY;
    this.transcript.dropStreams();
    const blocked = this.#neverOpened >= BLOCKED_AFTER;
    const after = this.transcript.lastSeq;
    return blocked ? api.overHttp(identity, after) : api.socket(identity, after);
  }

  #onStatus(status: LineStatus, retryInMs: number): void {
    this.status = status;
    this.retryAt = this.#options.now() + retryInMs;
    if (status === "online") {
      this.#renewing = false;
      this.#neverOpened = Math.min(this.#neverOpened, BLOCKED_AFTER);
      this.#flush();
    } else {
      this.#live = false;
      this.transcript.working = false;
    }
    this.#changed();
  }

  async #onLost(code: number, opened: boolean): Promise<"retry" | "stop"> {
    const identity = this.#identity;
    if (!identity) return "stop";
    if (opened && code !== 4401) return "retry";
    // A browser does not tell why a handshake failed; a plain request does.
    const verdict = await this.#options.api.probe(identity);
    if (this.#identity !== identity) return "stop";
    if (verdict === "gone") {
      this.#forget();
      // A new conversation that is unknown too would be replaced for ever: something is wrong that we cannot mend.
      if (this.#renewing) {
        this.phase = "refused";
        this.refusal = "conversation.unknown";
        this.#changed();
        return "stop";
      }
      this.#renewing = true;
      this.renewed = true;
      void this.start();
      return "stop";
    }
    if (verdict === "open") this.#neverOpened++;
    return "retry";
  }

  #onMessage(text: string): void {
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    // The backlog comes in one burst right after the line opens; what has a turn that was never seen is live from then on.
    this.#apply(frame);
    this.#changed();
  }

  #apply(frame: ServerFrame): void {
    if (frame.type === "ack") this.#acknowledged(frame.id);
    if (frame.type === "fault") this.#refused(frame.code);
    if (frame.type === "working") this.#live = true;
    if (this.transcript.apply(frame) === "gap")
      this.#connection.send(JSON.stringify({ type: "resume", after: this.transcript.lastSeq }));
    if (!("seq" in frame)) return;
    if (frame.type === "user") this.outbox.remove(frame.id);
    if (this.#live) this.#noteTime(frame.turn);
  }

  #acknowledged(id: string): void {
    this.#live = true;
    const message = this.outbox.messages.find((waiting) => waiting.id === id);
    // The bubble stays until the durable frame replaces it; only the storage is done with.
    if (message) this.#acked.add(id);
  }
  #acked = new Set<string>();

  /** A protocol error names no message: the oldest that is not acknowledged is the one that it answers. */
  #refused(code: string): void {
    if (code === "conversation.ended") {
      this.transcript.state = "ended";
      this.outbox.clear();
      return;
    }
    // No room at the moment: it is sent again, not given up.
    if (code === "service.unavailable") {
      this.#options.around.after(FULL_MS * (1 + this.#options.around.random()), () => this.#flush());
      return;
    }
    const oldest = this.outbox.messages.find((message) => !message.failed && !this.#acked.has(message.id));
    if (oldest) this.outbox.mark(oldest.id, true);
  }

  #flush(): void {
    for (const message of this.outbox.messages) if (!message.failed) this.#transmit(message);
  }

  #transmit({ id, text, value, files = [] }: Outgoing): void {
    const attachments = files.map((file) => ({ id: file.id }));
    this.#connection.send(JSON.stringify({ type: "message", id, text, attachments, value }));
  }

  #noteTime(turn: number): void {
    if (this.times.has(turn) || !this.#identity) return;
    this.times.set(turn, this.#options.now());
    const kept = [...this.times].slice(-MAX_TIMES);
    this.#options.store.set(this.#key("times", this.#identity.id), JSON.stringify(kept));
  }

  #remembered(): Identity | null {
    try {
      const data: unknown = JSON.parse(this.#options.store.get(this.#key("conversation")) ?? "");
      if (typeof data !== "object" || data === null || !("id" in data) || !("token" in data)) return null;
      return typeof data.id === "string" && typeof data.token === "string" ? { id: data.id, token: data.token } : null;
    } catch {
      return null;
    }
  }

  #key(kind: string, of = this.#options.name): string {
    return `basalt:${kind}:${of}`;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function readTimes(text: string | null): Map<number, number> {
  try {
    const data: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(data)) return new Map();
    return new Map(data.filter((pair) => typeof pair?.[0] === "number" && typeof pair?.[1] === "number"));
  } catch {
    return new Map();
  }
}
