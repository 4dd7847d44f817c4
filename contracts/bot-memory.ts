/** What all conversations of a bot share, as its object keeps it. */
import type { JsonValue } from "./json.ts";

export interface BotMemoryApi {
  /** Memory shared by all of the bot's users. Missing key: null. */
  getMemory(key: string): Promise<JsonValue>;
  /** `effect` names the write; a name that was applied before changes nothing. */
  setMemory(effect: string, key: string, value: JsonValue): Promise<void>;
  /** From now on another bot of the tenant may take the key over; yields its value. Applied once per `effect`. */
  shareMemory(effect: string, key: string, bot: string): Promise<JsonValue>;
  /** What is shared with that bot. */
  sharedMemory(bot: string): Promise<{ key: string; value: JsonValue }[]>;
  /** A value that is kept until a time (ms). Missing or over: null. */
  getCache(key: string): Promise<JsonValue>;
  setCache(effect: string, key: string, value: JsonValue, until: number): Promise<void>;
}
