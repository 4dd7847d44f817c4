/** What stands behind the REST endpoint: the store in memory, or a Redis. */

/** Text as a string or as bytes; nested for replies that are lists. */
export type Reply = null | number | string | Buffer | Reply[];

export interface RedisBackend {
  /** Runs one command. Throws a RedisError whose message is Redis' own wording. */
  command(words: readonly string[]): Promise<Reply>;
  /** Runs commands with nothing in between. A command that fails does not stop the others. */
  transaction(commands: readonly (readonly string[])[]): Promise<(Reply | RedisError)[]>;
  /** Calls back for each message of the channels until the returned function is called. */
  subscribe(channels: readonly string[], onMessage: (channel: string, text: string) => void): Promise<() => void>;
  stop(): Promise<void>;
}

export class RedisError extends Error {
  override readonly name = "RedisError";
}
