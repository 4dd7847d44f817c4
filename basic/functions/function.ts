/** The shape of a built-in function, and what it may know of the world: never a clock, a locale or a generator of its own. */
import type { SeenText } from "../operations/code-points.ts";
import type { Profile } from "../program.ts";
import type { Value } from "../values.ts";

export interface FunctionContext {
  /** The turn's clock, in ms since the epoch. */
  now(): number;
  /** IANA name of the bot's time zone. */
  readonly timeZone: string;
  /** Which number of `3/4/2025` is the day; the first unless the bot's `date-format` says otherwise. */
  readonly dayFirst?: boolean;
  /** BCP 47 tag of the bot's language: month and day names. */
  readonly locale: string;
  /** Rules of the running script: classic BASIC rounds, pads and counts differently in a few functions. */
  readonly profile: Profile;
  /** Strict mode raises where the lenient default yields NULL. */
  readonly strict: boolean;
  /** [0, 1) from the generator whose state is in the snapshot. */
  random(): number;
  /** RND(n) of the classic profile: the last number for 0, a sequence of its own for a negative n, else the next number. */
  draw?(argument: number): number;
  /** Accounts for work that grows with the operand: `units` steps. Raises when the budget is spent. */
  charge(units: number): void;
  /** The last long text that was looked through for wide characters (operations/code-points.ts). */
  seen?: SeenText | undefined;
  /** Accounts for memory that stays allocated, in bytes. Raises error 14 above the limit. */
  allocate(bytes: number): void;
  /** Records a warning at the running statement, where the lenient default goes on (a division by zero yields NULL). */
  warn?(number: number, message: string): void;
}

export interface BasicFunction {
  /** Canonical name, upper case, without `$`. */
  name: string;
  aliases?: readonly string[];
  min: number;
  /** Infinity for a list of any length. */
  max: number;
  /** One line for editors and the generated docs, e.g. `MID(text, start[, count])`. */
  signature: string;
  summary: string;
  call(args: readonly Value[], context: FunctionContext): Value;
}
