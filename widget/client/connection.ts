/**
 * A line to the server that comes back by itself: back-off with jitter, a keep-alive that notices dead networks, and
 * attention to what the browser knows (offline, online, page shown again). It carries text and knows no frames.
 */
import { PING } from "../../contracts/protocol.ts";

/** What a web socket and its stand-in over plain HTTP have in common. */
export interface Line {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((text: string) => void) | null;
  /** `code` as in web sockets; 1006 where nothing is known. */
  onclose: ((code: number) => void) | null;
}
export type LineStatus = "connecting" | "online" | "waiting" | "offline" | "stopped";

export interface ConnectionHooks {
  /** Opens a line; the frames that are missing come over it first. */
  dial(): Line;
  onStatus(status: LineStatus, retryInMs: number): void;
  onMessage(text: string): void;
  /** The line closed; `opened` is false when it never worked. Answer "stop" when trying again is pointless. */
  onLost(code: number, opened: boolean): Promise<"retry" | "stop">;
}
/** Time and chance as values, so that tests own them. */
export interface Surroundings {
  after(ms: number, run: () => void): () => void;
  random(): number;
  isOnline(): boolean;
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
const PING_MS = 25_000;
/** Nothing came back to a ping for this long: the network is gone, whatever the browser thinks. */
const PONG_MS = 10_000;
const DIAL_MS = 15_000;
/** A line that held this long was good: the next failure starts from the shortest delay. */
const GOOD_MS = 10_000;

export class Connection {
  #hooks: ConnectionHooks;
  #around: Surroundings;
  #line: Line | null = null;
  #opened = false;
  #failures = 0;
  #cancel: (() => void)[] = [];
  #running = false;

  constructor(hooks: ConnectionHooks, around: Surroundings) {
    this.#hooks = hooks;
    this.#around = around;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#dial();
  }

  stop(): void {
    this.#running = false;
    this.#hangUp();
    this.#hooks.onStatus("stopped", 0);
  }

  /** False when there is no open line; the caller keeps the message and sends it when there is. */
  send(text: string): boolean {
    if (!this.#line || !this.#opened) return false;
    this.#line.send(text);
    return true;
  }

  /** The browser is online again, the page is shown again, or the person asks: try at once. */
  nudge(): void {
    if (this.#running && !this.#line) this.#dial();
    else if (this.#opened) this.#ping();
  }

  /** The browser says that the network is gone. */
  wentOffline(): void {
    if (!this.#running) return;
    this.#hangUp();
    this.#hooks.onStatus("offline", 0);
  }

  #dial(): void {
    this.#hangUp();
    if (!this.#around.isOnline()) {
      this.#hooks.onStatus("offline", 0);
      return;
    }
    this.#hooks.onStatus("connecting", 0);
    const line = this.#hooks.dial();
    this.#line = line;
    this.#later(DIAL_MS, () => this.#lost(line, 1006));
    line.onopen = () => {
      if (this.#line !== line) return;
      this.#clearTimers();
      this.#opened = true;
      this.#later(GOOD_MS, () => {
        this.#failures = 0;
      });
      this.#schedulePing();
      this.#hooks.onStatus("online", 0);
    };
    line.onmessage = (text) => {
      if (this.#line !== line) return;
      this.#heard();
      this.#hooks.onMessage(text);
    };
    line.onclose = (code) => this.#lost(line, code);
  }

  async #lost(line: Line, code: number): Promise<void> {
    if (this.#line !== line) return;
    const opened = this.#opened;
    this.#hangUp();
    const verdict = await this.#hooks.onLost(code, opened);
    if (!this.#running || this.#line) return;
    if (verdict === "stop") return this.stop();
    if (!this.#around.isOnline()) return this.#hooks.onStatus("offline", 0);
    const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.#failures++, 10));
    // Half fixed, half by chance: after a restart of the server its clients do not come back in one wave.
    const delay = Math.round(ceiling / 2 + (this.#around.random() * ceiling) / 2);
    this.#later(delay, () => this.#dial());
    this.#hooks.onStatus("waiting", delay);
  }

  #schedulePing(): void {
    this.#pingTimer?.();
    this.#pingTimer = this.#around.after(PING_MS, () => this.#ping());
  }
  #pingTimer: (() => void) | null = null;
  #pongTimer: (() => void) | null = null;

  #ping(): void {
    const line = this.#line;
    if (!line || !this.#opened || this.#pongTimer) return;
    line.send(PING);
    this.#pongTimer = this.#around.after(PONG_MS, () => {
      this.#pongTimer = null;
      void this.#lost(line, 1006);
    });
  }

  #heard(): void {
    this.#pongTimer?.();
    this.#pongTimer = null;
    this.#schedulePing();
  }

  #later(ms: number, run: () => void): void {
    this.#cancel.push(this.#around.after(ms, run));
  }

  #clearTimers(): void {
    for (const cancel of this.#cancel.splice(0)) cancel();
    this.#pingTimer?.();
    this.#pongTimer?.();
    this.#pingTimer = null;
    this.#pongTimer = null;
  }

  #hangUp(): void {
    this.#clearTimers();
    const line = this.#line;
    this.#line = null;
    this.#opened = false;
    if (!line) return;
    line.onopen = null;
    line.onmessage = null;
    line.onclose = null;
    line.close();
  }
}
