/**
 * One person in a conversation, as an honest client of the contract: sends under its own ids, sends again what was not
 * seen to arrive (now and then also what has just left, as an impatient client does), resumes with `after`, and writes down every
 * way in which the server breaks its promises. Asked whether a call is to be made again, it answers that it is not.
 */
import WebSocket from "ws";
import type { DurableFrame, ServerFrame } from "../../contracts/frames.ts";
import { ANSWER_ID, DO_NOT_REPEAT, isAsking } from "../support/unknown-outcomes.ts";

export interface Conversation {
  id: string;
  token: string;
}

/** Where in its turn a conversation stands, as seen from outside. */
export type Phase =
  | "between turns"
  | "sent"
  | "running"
  | "in a gateway call"
  | "in a payment"
  | "acknowledged"
  | "starting";

/** ms between the end of a turn and the next word, at most. */
const LONGEST_PAUSE_MS = 60;
/** Share of the words that are sent twice at once. */
const IMPATIENCE = 0.15;
/** Words that make the bot call the vendor. */
export const PAYMENTS: readonly string[] = ["retry", "ask", "raise"];

export class Client {
  readonly frames: DurableFrame[] = [];
  /** Broken promises: gaps, doubles, changed frames. */
  readonly violations: string[] = [];
  readonly ids = new Set<string>();
  finished = false;

  private readonly url: string;
  private readonly conversation: Conversation;
  private words: readonly string[];
  private readonly random: () => number;
  private position = 0;
  private answers = 0;
  private pending: { id: string; text: string } | null = null;
  /** The pending message has left, at least once. */
  private sent = false;
  private working = false;
  private acked = false;
  private socket: WebSocket | null = null;
  private closed = false;
  private resolveDone: () => void = () => {};
  readonly done = new Promise<void>((resolve) => {
    this.resolveDone = resolve;
  });

  constructor(url: string, conversation: Conversation, words: readonly string[], random: () => number) {
    this.url = url;
    this.conversation = conversation;
    this.words = words;
    this.random = random;
  }

  get lastSeq(): number {
    return this.frames.at(-1)?.seq ?? 0;
  }

  get phase(): Phase {
    if (this.pending === null) return this.isQuiet() ? "between turns" : "starting";
    if (!this.sent) return "between turns";
    if (PAYMENTS.includes(this.pending.text) && (this.acked || this.working)) return "in a payment";
    if (this.acked) return "acknowledged";
    if (!this.working) return "sent";
    return this.pending.text === "document" ? "in a gateway call" : "running";
  }

  start(): void {
    if (this.closed) return;
    const socket = new WebSocket(
      `${this.url}?after=${this.lastSeq}`,
      ["basalt.v1", `basalt.token.${this.conversation.token}`],
      { handshakeTimeout: 5_000 },
    );
    this.socket = socket;
    socket.on("open", () => {
      // What was sent and not seen to arrive goes again, under the same id; what was about to be said is said now.
      if (this.pending) this.send(this.pending);
      else this.proceed();
    });
    socket.on("message", (data) => this.receive(JSON.parse(String(data)) as ServerFrame));
    socket.on("error", () => {});
    socket.on("close", () => {
      this.working = false;
      this.acked = false;
      if (!this.closed) setTimeout(() => this.start(), 60);
    });
  }

  /** Says no more than what it has begun, and then the last word. */
  wrapUp(lastWord: string): void {
    const menuIsOpen = this.words[this.position - 1] === "choose";
    this.words = [...this.words.slice(0, this.position + (menuIsOpen ? 1 : 0)), lastWord];
  }

  /** The words of this run: all that were given, unless it was wrapped up. */
  get said(): readonly string[] {
    return this.words;
  }

  stop(): void {
    this.closed = true;
    this.socket?.terminate();
  }

  private receive(frame: ServerFrame): void {
    if ("seq" in frame) this.keep(frame);
    else if (frame.type === "working") this.working = true;
    else if (frame.type === "ack" && frame.id === this.pending?.id) this.acked = true;
    else if (frame.type === "fault") this.violations.push(`fault ${frame.code}: ${frame.message}`);
  }

  private keep(frame: DurableFrame): void {
    if (frame.seq <= this.lastSeq) {
      this.violations.push(`frame ${frame.seq} came again after ${this.lastSeq}`);
      return;
    }
    if (frame.seq !== this.lastSeq + 1) this.violations.push(`frame ${frame.seq} came after ${this.lastSeq}`);
    this.frames.push(frame);
    if (frame.type === "user" && frame.id === this.pending?.id) this.acked = true;
    this.proceed();
  }

  private isQuiet(): boolean {
    const last = this.frames.at(-1);
    return last?.type === "state";
  }

  /** Says the next word once the turn of the last one is over. */
  private proceed(): void {
    if (!this.isQuiet()) return;
    const pending = this.pending;
    if (pending) {
      const mine = this.frames.findLast((frame) => frame.type === "user");
      if (mine?.type !== "user" || mine.id !== pending.id) return;
      this.pending = null;
      this.working = false;
      this.acked = false;
    }
    if (isAsking(this.frames)) {
      this.answers += 1;
      this.sayLater({ id: `${ANSWER_ID}${this.answers}`, text: DO_NOT_REPEAT });
      return;
    }
    const text = this.words[this.position];
    if (text === undefined) {
      this.finished = true;
      this.stop();
      this.resolveDone();
      return;
    }
    this.position += 1;
    this.sayLater({ id: `w-${this.position}`, text });
  }

  private sayLater(next: { id: string; text: string }): void {
    this.pending = next;
    this.sent = false;
    setTimeout(() => {
      if (!this.sent) this.send(next);
      if (this.random() < IMPATIENCE) this.send(next);
    }, this.random() * LONGEST_PAUSE_MS);
  }

  private send(message: { id: string; text: string }): void {
    this.ids.add(message.id);
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.sent = true;
    this.socket.send(JSON.stringify({ type: "message", ...message }));
  }
}
