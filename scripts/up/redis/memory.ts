/** The store that is there when no Redis is: in memory, empty after a restart, as a cache may be. */
import { EventEmitter } from "node:events";
import { type RedisBackend, RedisError, type Reply } from "./backend.ts";
import { COMMANDS } from "./commands.ts";
import { Keyspace } from "./keyspace.ts";

const LIMIT_BYTES = 64 * 1024 * 1024;
const SWEEP_MS = 30_000;

export function memoryBackend(now: () => number = Date.now, limitBytes = LIMIT_BYTES): RedisBackend {
  const space = new Keyspace(limitBytes, now);
  const channels = new EventEmitter().setMaxListeners(0);
  const sweeper = setInterval(() => space.sweep(), SWEEP_MS).unref();

  /** Throws when the command is not known or has too few or too many words. */
  const check = (words: readonly string[]): string => {
    const name = words[0]?.toUpperCase() ?? "";
    const arity: readonly [number, number] | undefined = name === "PUBLISH" ? [2, 2] : COMMANDS.get(name)?.arity;
    if (arity === undefined) throw new RedisError(`ERR unknown command '${words[0]?.slice(0, 64) ?? ""}'`);
    const count = words.length - 1;
    if (count < arity[0] || count > arity[1])
      throw new RedisError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
    return name;
  };
  const run = (words: readonly string[]): Reply => {
    const name = check(words);
    if (name === "PUBLISH") {
      const channel = words[1] ?? "";
      const heard = channels.listenerCount(channel);
      channels.emit(channel, words[2] ?? "");
      return heard;
    }
    try {
      return COMMANDS.get(name)?.run(space, words.slice(1)) ?? null;
    } finally {
      // A write that was refused may have made its collection already.
      if (words[1] !== undefined) space.settle(words[1]);
    }
  };

  return {
    command: async (words) => run(words),
    async transaction(commands) {
      // What cannot even be queued makes Redis refuse the whole.
      for (const words of commands) {
        try {
          check(words);
        } catch (error) {
          throw new RedisError(
            `EXECABORT Transaction discarded because of previous errors. (${error instanceof Error ? error.message : error})`,
          );
        }
      }
      return commands.map((words) => {
        try {
          return run(words);
        } catch (error) {
          if (error instanceof RedisError) return error;
          throw error;
        }
      });
    },
    async subscribe(names, onMessage) {
      const listeners = names.map((name): [string, (text: string) => void] => [name, (text) => onMessage(name, text)]);
      for (const [name, listener] of listeners) channels.on(name, listener);
      return () => {
        for (const [name, listener] of listeners) channels.off(name, listener);
      };
    },
    async stop() {
      clearInterval(sweeper);
      channels.removeAllListeners();
    },
  };
}
