/** A server, a clock and a browser in memory: what the client's tests hold in their hands. */
import type { Attachment } from "../../contracts/attachments.ts";
import type { DurableFrame, FrameBody, ServerFrame } from "../../contracts/frames.ts";
import { type Api, ApiError, type Identity } from "./api.ts";
import type { Line, Surroundings } from "./connection.ts";

export class FakeTime implements Surroundings {
  now = 1_000_000;
  online = true;
  chance = 0.5;
  #timers: { at: number; run: () => void }[] = [];

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  random(): number {
    return this.chance;
  }
  isOnline(): boolean {
    return this.online;
  }
  /** Runs what is due, in order, with a breath for promises between. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await breathe();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.now = next.at;
      next.run();
      await breathe();
    }
    this.now = end;
  }
}

export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

export class FakeLine implements Line {
  onopen: (() => void) | null = null;
  onmessage: ((text: string) => void) | null = null;
  onclose: ((code: number) => void) | null = null;
  sent: unknown[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  say(frame: ServerFrame): void {
    this.onmessage?.(JSON.stringify(frame));
  }
}

/** Durable like the real one: runs an id once, keeps its frames, answers `after`. */
export class FakeServer implements Api {
  files = new Map<string, Attachment>();
  frames: DurableFrame[] = [];
  lines: FakeLine[] = [];
  opened: string[] = [];
  ran: string[] = [];
  /** Handshakes succeed. */
  accepting = true;
  /** Acks and frames get through. */
  answering = true;
  reachable = true;
  /** Ids of conversations that were erased. */
  erased = new Set<string>();
  blocked = false;
  refusal: ApiError | null = null;
  overHttpCount = 0;

  constructor() {
    this.add(1, { type: "talk", text: "Hello", format: "markdown", from: { kind: "bot", name: "b" } });
    this.add(1, { type: "hear", as: "TEXT", options: null, retry: false });
    this.add(1, { type: "state", state: "waiting" });
  }

  get line(): FakeLine {
    const line = this.lines.at(-1);
    if (!line) throw new Error("nobody dialled");
    return line;
  }

  add(turn: number, body: FrameBody): DurableFrame {
    const frame = { seq: this.frames.length + 1, turn, ...body } as DurableFrame; // the body is one of the union's
    this.frames.push(frame);
    return frame;
  }

  async open(idempotencyKey: string) {
    if (this.refusal) throw this.refusal;
    if (!this.reachable) throw new ApiError(0, "unreachable", "");
    this.opened.push(idempotencyKey);
    const number = [...new Set(this.opened)].length;
    return {
      id: `c${number}`,
      token: `t${number}`,
      seq: this.frames.length,
      state: "waiting" as const,
      frames: [...this.frames],
    };
  }
  async upload(_: Identity, file: File): Promise<Attachment> {
    const id = `file-${file.name}`;
    if (file.name === "large.bin") throw new ApiError(413, "request.too-large", "The file is too large.");
    const kept = { id, name: file.name, size: file.size, type: file.type, url: `/files/${id}` };
    this.files.set(id, kept);
    return kept;
  }

  async link(_: Identity, url: string): Promise<string> {
    return `${url}?open`;
  }

  async probe(identity: Identity) {
    if (!this.reachable) return "unreachable" as const;
    return this.erased.has(identity.id) ? ("gone" as const) : ("open" as const);
  }
  socket(identity: Identity, after: number): Line {
    return this.#dial(after, this.accepting && !this.blocked && !this.erased.has(identity.id));
  }
  overHttp(_identity: Identity, after: number): Line {
    this.overHttpCount++;
    return this.#dial(after, this.accepting);
  }

  #dial(after: number, works: boolean): Line {
    const line = new FakeLine();
    this.lines.push(line);
    queueMicrotask(() => {
      if (!works) return line.onclose?.(1006);
      line.onopen?.();
      for (const frame of this.frames) if (frame.seq > after) line.say(frame);
    });
    const send = line.send.bind(line);
    line.send = (text) => {
      send(text);
      queueMicrotask(() => this.#hear(line, JSON.parse(text)));
    };
    return line;
  }

  #hear(
    line: FakeLine,
    frame: { type: string; id: string; text: string; after: number; attachments: { id: string }[] },
  ): void {
    if (frame.type === "ping" && this.answering) line.say({ type: "pong" });
    if (frame.type === "resume") for (const known of this.frames) if (known.seq > frame.after) line.say(known);
    if (frame.type !== "message") return;
    const before = this.frames.length;
    if (!this.ran.includes(frame.id)) {
      this.ran.push(frame.id);
      const turn = this.ran.length + 1;
      this.add(turn, {
        type: "user",
        id: frame.id,
        text: frame.text,
        attachments: frame.attachments.flatMap(({ id }) => this.files.get(id) ?? []),
      });
      this.add(turn, {
        type: "talk",
        text: `You said ${frame.text}`,
        format: "text",
        from: { kind: "bot", name: "b" },
      });
      this.add(turn, { type: "hear", as: "TEXT", options: null, retry: false });
      this.add(turn, { type: "state", state: "waiting" });
    }
    if (!this.answering) return;
    line.say({ type: "ack", id: frame.id });
    for (const known of this.frames.slice(before)) line.say(known);
  }
}
