/** Reading the words of a command, with Redis' own wording for what is wrong. */
import { RedisError } from "./backend.ts";

export const syntaxError = (): RedisError => new RedisError("ERR syntax error");

export function integer(word: string | undefined): number {
  const value = Number(word);
  if (word === undefined || !/^-?\d+$/.test(word) || !Number.isSafeInteger(value))
    throw new RedisError("ERR value is not an integer or out of range");
  return value;
}

/** A score: a number, or an infinity. */
export function float(word: string | undefined): number {
  const infinite = /^([+-]?)inf(inity)?$/i.exec(word ?? "");
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  const value = Number(word);
  if (word === undefined || word.trim() === "" || Number.isNaN(value))
    throw new RedisError("ERR value is not a valid float");
  return value;
}

/** A bound of a score range: "(5" excludes 5. */
export function bound(word: string | undefined): { value: number; open: boolean } {
  const open = word?.startsWith("(") === true;
  try {
    return { value: float(open ? word?.slice(1) : word), open };
  } catch {
    throw new RedisError("ERR min or max is not a float");
  }
}

/** Redis writes numbers without an exponent where it can, and infinities as inf. */
export function scoreText(value: number): string {
  if (value === Infinity) return "inf";
  return value === -Infinity ? "-inf" : String(value);
}

/** Positions like those of Redis: -1 is the last; both ends included. Empty when nothing lies between. */
export function span(start: number, stop: number, length: number): { from: number; to: number } {
  const from = Math.max(start < 0 ? length + start : start, 0);
  const to = Math.min(stop < 0 ? length + stop : stop, length - 1);
  return from > to ? { from: 0, to: 0 } : { from, to: to + 1 };
}

/** Pairs of words; throws when one is left over. */
export function pairs(words: readonly string[], command: string): [string, string][] {
  if (words.length === 0 || words.length % 2 !== 0)
    throw new RedisError(`ERR wrong number of arguments for '${command}' command`);
  return Array.from({ length: words.length / 2 }, (_, i) => [words[2 * i] ?? "", words[2 * i + 1] ?? ""]);
}

/** A glob of Redis (`*`, `?`, `[a-z]`, `[^a]`, `\x`) against a text, in time linear in pattern times text. */
export function globMatches(pattern: string, text: string): boolean {
  const parts = globParts(pattern);
  // One row of the usual table: reach[i] says that the first i parts match the text read so far.
  let reach = [true];
  for (let i = 0; i < parts.length; i += 1) reach[i + 1] = reach[i] === true && parts[i] === "*";
  for (const char of text) {
    const next: boolean[] = [false];
    parts.forEach((part, i) => {
      next[i + 1] = part === "*" ? next[i] === true || reach[i + 1] === true : reach[i] === true && part(char);
    });
    reach = next;
  }
  return reach[parts.length] === true;
}

type GlobPart = "*" | ((char: string) => boolean);

function globParts(pattern: string): GlobPart[] {
  const chars = [...pattern];
  const parts: GlobPart[] = [];
  for (let i = 0; i < chars.length; i += 1) {
    const char = chars[i];
    if (char === "*") {
      if (parts.at(-1) !== "*") parts.push("*");
    } else if (char === "?") parts.push(() => true);
    else if (char === "[") {
      const end = chars.indexOf("]", i + 1);
      const body = chars.slice(i + 1, end === -1 ? undefined : end);
      const negated = body[0] === "^";
      const set = negated ? body.slice(1) : body;
      parts.push((one) => inClass(set, one) !== negated);
      i = end === -1 ? chars.length : end;
    } else {
      const escaped = char === "\\" && i + 1 < chars.length;
      if (escaped) i += 1;
      const literal = chars[i];
      parts.push((one) => one === literal);
    }
  }
  return parts;
}

function inClass(set: readonly string[], char: string): boolean {
  for (let i = 0; i < set.length; i += 1) {
    const from = set[i] ?? "";
    const to = set[i + 1] === "-" && set[i + 2] !== undefined ? (set[i + 2] ?? "") : from;
    if (to !== from) i += 2;
    if (char >= from && char <= to) return true;
  }
  return false;
}
