/**
 * One of a crowd: opens a conversation, connects, talks. Behaves as the product's own page does: comes back with growing
 * pauses, keeps to `Retry-After`, sends again what was not acknowledged, and notices when a promise is broken.
 */
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 8_000;

export class Person {
  /** Frames out of order, words that were not answered in turn. */
  readonly violations: string[] = [];
  /** Times it was turned away with 503. */
  turnedAway = 0;
  /** Times it was turned away without being told when to come again. */
  rude = 0;
  answers = 0;
  /** Why it was last not let in, for failures. */
  trouble = "not tried";
  private readonly origin: string;
  private readonly bot: string;
  private conversation: { id: string; token: string } | null = null;
  private socket: WebSocket | null = null;
  private seq = 0;
  private said = 0;
  private pending: { id: string; text: string; answered: PromiseWithResolvers<void> } | null = null;
  private failures = 0;
  private gone = false;

  constructor(origin: string, bot: string) {
    this.origin = origin;
    this.bot = bot;
  }

  get isIn(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  get isGone(): boolean {
    return this.gone;
  }

  /** Tries until it is in, and again whenever it is thrown out, until `leave`. */
  async stay(): Promise<void> {
    while (!this.gone) {
      const wait = (await this.open()) ?? (await this.connect());
      if (this.gone) return;
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures++);
      await sleep(wait ?? pause / 2 + (Math.random() * pause) / 2);
    }
  }

  /** Says a word and resolves when the bot has said it again; across lost connections, too. */
  async say(): Promise<void> {
    await this.pending?.answered.promise;
    const id = `w-${++this.said}`;
    this.pending = { id, text: `word ${id}`, answered: Promise.withResolvers() };
    const { answered } = this.pending;
    this.send();
    await answered.promise;
  }

  leave(): void {
    this.gone = true;
    this.socket?.terminate();
  }

  /** Null once there is a conversation; otherwise ms to wait. */
  private async open(): Promise<number | null> {
    if (this.conversation) return null;
    try {
      const answer = await fetch(`${this.origin}/api/v1/bots/${this.bot}/conversations`, {
        method: "POST",
        headers: { "content-type": "application/json", connection: "close" },
        body: "{}",
        signal: AbortSignal.timeout(30_000),
      });
      if (answer.status === 201) {
        this.conversation = (await answer.json()) as { id: string; token: string };
        return null;
      }
      await answer.body?.cancel();
      return this.refused(answer.status, answer.headers.get("retry-after"));
    } catch (error) {
      this.trouble = String(error);
      return 500 + Math.random() * 1_000;
    }
  }

  /** Resolves when the connection has ended: with the ms that the server asked to wait, or null. */
  private connect(): Promise<number | null> {
    const { conversation } = this;
    if (!conversation) return Promise.resolve(null);
    const address = `${this.origin.replace("http", "ws")}/api/v1/bots/${this.bot}/conversations/${conversation.id}`;
    const socket = new WebSocket(
      `${address}/socket?after=${this.seq}`,
      ["basalt.v1", `basalt.token.${conversation.token}`],
      { perMessageDeflate: false, handshakeTimeout: 30_000 },
    );
    this.socket = socket;
    return new Promise((resolve) => {
      socket.on("open", () => {
        this.failures = 0;
        this.send();
      });
      socket.on("message", (data) => this.hear(JSON.parse(String(data))));
      socket.on("unexpected-response", (request, response) => {
        // Whoever listens to this has to end the attempt himself; no "close" follows.
        resolve(this.refused(response.statusCode ?? 0, response.headers["retry-after"] ?? null));
        request.destroy();
      });
      socket.on("error", (error) => {
        this.trouble = String(error);
      });
      socket.on("close", () => resolve(null));
    });
  }

  private send(): void {
    if (!this.isIn || !this.pending) return;
    const { id, text } = this.pending;
    this.socket?.send(JSON.stringify({ type: "message", id, text }));
  }

  private hear(frame: { seq?: number; type: string; text?: string; code?: string }): void {
    if (frame.type === "fault") this.violations.push(`fault ${frame.code}`);
    if (frame.seq === undefined) return;
    if (frame.seq !== this.seq + 1) this.violations.push(`frame ${frame.seq} after ${this.seq}`);
    this.seq = frame.seq;
    if (frame.type !== "talk" || !this.pending) return;
    if (frame.text !== `You said ${this.pending.text}`) this.violations.push(`heard "${frame.text}"`);
    const { answered } = this.pending;
    this.pending = null;
    this.answers += 1;
    answered.resolve();
  }

  private refused(status: number, retryAfter: string | null): number {
    if (status !== 503) this.violations.push(`turned away with ${status}`);
    this.turnedAway += 1;
    this.trouble = `turned away with ${status}`;
    const seconds = Number(retryAfter ?? "");
    if (!(seconds > 0)) this.rude += 1;
    return (seconds > 0 ? seconds : 5) * 1_000 + Math.random() * 500;
  }
}
