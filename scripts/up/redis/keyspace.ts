/** Keys with their types, expiry and sizes: what the commands of the in-memory store work on. */
import { RedisError } from "./backend.ts";

export interface Kinds {
  string: { value: string };
  hash: Map<string, string>;
  set: Set<string>;
  zset: Map<string, number>;
  list: string[];
}
export type Kind = keyof Kinds;

type Entry = { [K in Kind]: { kind: K; value: Kinds[K]; expiresAt: number | undefined } }[Kind];

const EMPTY: { [K in Kind]: () => Kinds[K] } = {
  string: () => ({ value: "" }),
  hash: () => new Map(),
  set: () => new Set(),
  zset: () => new Map(),
  list: () => [],
};

/** What a key or an element costs beside its text. */
const OVERHEAD = 64;

export class Keyspace {
  readonly #entries = new Map<string, Entry>();
  readonly #limit: number;
  readonly #now: () => number;
  #bytes = 0;

  /** `limit`: bytes of text and overhead; writes beyond it are refused as Redis refuses them. */
  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  now(): number {
    return this.#now();
  }

  /** The value of a key of this kind; undefined when there is none. Throws when the key holds another kind. */
  read<K extends Kind>(key: string, kind: K): Kinds[K] | undefined {
    const entry = this.#live(key);
    if (entry === undefined) return undefined;
    if (entry.kind !== kind) throw new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value");
    return entry.value as Kinds[K]; // the union does not follow a generic K
  }

  /** The same, made empty when there is none. Call `settle` after the change. */
  write<K extends Kind>(key: string, kind: K): Kinds[K] {
    const found = this.read(key, kind);
    if (found !== undefined) return found;
    this.grow(key.length * 2 + OVERHEAD);
    const value = EMPTY[kind]();
    this.#entries.set(key, { kind, value, expiresAt: undefined } as Entry); // as above
    return value;
  }

  /** Accounts for a change of size, before it is made. Throws when it does not fit. */
  grow(bytes: number): void {
    if (bytes > 0 && this.#bytes + bytes > this.#limit) {
      throw new RedisError("OOM command not allowed when used memory > 'maxmemory'.");
    }
    this.#bytes += bytes;
  }

  /** Removes a key whose collection has become empty, as Redis does. */
  settle(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.kind === "string") return;
    const count = Array.isArray(entry.value) ? entry.value.length : entry.value.size;
    if (count === 0) this.remove(key);
  }

  remove(key: string): boolean {
    const entry = this.#live(key);
    if (entry === undefined) return false;
    this.#drop(key, entry);
    return true;
  }

  kindOf(key: string): Kind | undefined {
    return this.#live(key)?.kind;
  }

  /** ms since the epoch; null without expiry, undefined without the key. */
  expiryOf(key: string): number | null | undefined {
    const entry = this.#live(key);
    return entry === undefined ? undefined : (entry.expiresAt ?? null);
  }

  setExpiry(key: string, at: number | undefined): void {
    const entry = this.#live(key);
    if (entry === undefined) return;
    entry.expiresAt = at;
    if (at !== undefined && at <= this.#now()) this.#drop(key, entry);
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.#live(key) !== undefined);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** Drops what has expired but was not asked for since. */
  sweep(): void {
    for (const key of this.#entries.keys()) this.#live(key);
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.expiresAt === undefined || entry.expiresAt > this.#now()) return entry;
    this.#drop(key, entry);
    return undefined;
  }

  #drop(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= key.length * 2 + OVERHEAD + sizeOf(entry);
  }
}

/** Bytes of a text as an element of a collection. */
export const elementSize = (text: string): number => text.length * 2 + OVERHEAD;
export const textSize = (text: string): number => text.length * 2;

function sizeOf(entry: Entry): number {
  switch (entry.kind) {
    case "string":
      return textSize(entry.value.value);
    case "hash":
      return [...entry.value].reduce((sum, [field, value]) => sum + elementSize(field) + textSize(value), 0);
    case "zset":
      return [...entry.value.keys()].reduce((sum, member) => sum + elementSize(member), 0);
    default:
      return [...entry.value].reduce((sum, item) => sum + elementSize(item), 0);
  }
}
