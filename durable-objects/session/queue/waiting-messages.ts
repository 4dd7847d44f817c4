/** Items of the inbox on their way through the conversation: whoever sends the same id waits for the same turn. */
import type { InboxItem } from "../../../contracts/conversation.ts";

export interface WaitingMessage {
  readonly message: InboxItem;
  /** Resolves when the item's turn is quiet, or when it is held for later; rejects when it could not be run. */
  readonly quiet: Promise<void>;
  /** It cannot be lost any more. */
  durable: boolean;
}

interface Entry extends WaitingMessage {
  resolve(): void;
  reject(error: unknown): void;
  onDurable: (() => void)[];
}

export class WaitingMessages {
  /** In the order of arrival. */
  private readonly entries = new Map<string, Entry>();

  get size(): number {
    return this.entries.size;
  }

  get(id: string): WaitingMessage | undefined {
    return this.entries.get(id);
  }

  add(message: InboxItem, durable: boolean): WaitingMessage {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Nobody may be waiting for it: a socket's message has its answer in the frames.
    promise.catch(() => {});
    const entry: Entry = { message, quiet: promise, resolve, reject, onDurable: [], durable };
    this.entries.set(message.id, entry);
    return entry;
  }

  /** Calls once the message is durable: now, or after the commit that makes it so. */
  whenDurable(id: string, call: () => void): void {
    const entry = this.entries.get(id);
    if (entry && !entry.durable) entry.onDurable.push(call);
    else call();
  }

  markDurable(id: string): void {
    const entry = this.entries.get(id);
    if (!entry || entry.durable) return;
    entry.durable = true;
    for (const call of entry.onDurable.splice(0)) call();
  }

  /** Those that a crash would lose, in order, without the running turn's own. */
  notDurable(running: string | null): InboxItem[] {
    return [...this.entries.values()]
      .filter(({ message, durable }) => !durable && message.id !== running)
      .map(({ message }) => message);
  }

  /** Its turn comes later, nobody knows when: it is durable, and whoever waits is let go. */
  held(id: string): void {
    this.markDurable(id);
    this.entries.get(id)?.resolve();
  }

  done(id: string): void {
    this.entries.get(id)?.resolve();
    this.entries.delete(id);
  }

  failed(id: string, error: unknown): void {
    this.entries.get(id)?.reject(error);
    this.entries.delete(id);
  }

  allFailed(error: unknown): void {
    for (const id of [...this.entries.keys()]) this.failed(id, error);
  }
}
