/**
 * Messages on their way: kept until the server's ack, so that a reload, a closed lid or a killed server loses none. Each is
 * sent again under its id, which the server runs once, so sending too often is harmless and sending too seldom is not.
 *
 * One storage key per message: two tabs of one conversation add and remove without overwriting each other's list.
 */
import type { JsonValue } from "../../contracts/json.ts";
import type { KeyValueStore } from "./storage.ts";
import type { SentName } from "./uploads.ts";

export interface Outgoing {
  id: string;
  text: string;
  value: JsonValue;
  /** Files that the server has already. */
  files?: SentName[];
  /** An answer to a question for a password: shown masked, and never written to storage. */
  secret: boolean;
  /** The server refused it; it is not sent again by itself. */
  failed: boolean;
}

/** More are not accepted: the person is offline for long, or the server refuses. */
const MAX_WAITING = 50;

export class Outbox {
  #store: KeyValueStore;
  #prefix: string;
  #waiting = new Map<string, { key: string; message: Outgoing }>();
  #counter = 0;

  constructor(store: KeyValueStore, conversation: string) {
    this.#store = store;
    this.#prefix = `basalt:unsent:${conversation}:`;
    for (const key of store.keys(this.#prefix).sort()) {
      const message = read(store.get(key));
      if (message) this.#waiting.set(message.id, { key, message });
      else store.remove(key);
    }
  }

  get messages(): Outgoing[] {
    return [...this.#waiting.values()].map((entry) => entry.message);
  }

  get isFull(): boolean {
    return this.#waiting.size >= MAX_WAITING;
  }

  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  /** False when too many wait already. `now` only orders the keys. */
  add(message: Outgoing, now: number): boolean {
    if (this.isFull) return false;
    const order = `${now.toString(36).padStart(9, "0")}${(this.#counter++).toString(36).padStart(4, "0")}`;
    const key = `${this.#prefix}${order}:${message.id}`;
    this.#waiting.set(message.id, { key, message });
    if (!message.secret) this.#store.set(key, JSON.stringify(message));
    return true;
  }

  /** The server has it, or the person gave it up. True when it was waiting here. */
  remove(id: string): boolean {
    const entry = this.#waiting.get(id);
    if (!entry) return false;
    this.#waiting.delete(id);
    this.#store.remove(entry.key);
    return true;
  }

  mark(id: string, failed: boolean): void {
    const entry = this.#waiting.get(id);
    if (!entry) return;
    entry.message = { ...entry.message, failed };
    if (!entry.message.secret) this.#store.set(entry.key, JSON.stringify(entry.message));
  }

  clear(): void {
    for (const id of [...this.#waiting.keys()]) this.remove(id);
  }
}

function read(text: string | null): Outgoing | null {
  try {
    const data: unknown = JSON.parse(text ?? "");
    if (typeof data !== "object" || data === null) return null;
    if (!("id" in data) || typeof data.id !== "string" || !("text" in data) || typeof data.text !== "string")
      return null;
    const value = "value" in data ? (data.value as JsonValue) : null; // it came out of JSON.parse
    const files = "files" in data && Array.isArray(data.files) ? (data.files as SentName[]) : [];
    const failed = "failed" in data && data.failed === true;
    return { id: data.id, text: data.text, value, files, secret: false, failed };
  } catch {
    return null;
  }
}
