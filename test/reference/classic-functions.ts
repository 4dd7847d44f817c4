/** Functions of the classic profile that speak of text (reference 7.3 and decision 6). */
import { halfToEven, numberText, numeral, type Warn } from "./classic-numbers.ts";
import { codePoints, raise } from "./values.ts";

export type Plain = number | string;

const NAMES: ReadonlySet<string> = new Set(
  "asc chr hex oct instr lcase ucase left right mid len ltrim rtrim space string str val".split(" "),
);

export function isTextFunction(key: string): boolean {
  return NAMES.has(key.replace(/\$$/, ""));
}

/** The number of characters, or a position, from `least` on. */
function count(v: Plain | undefined, least: number): number {
  const n = halfToEven(number(v));
  return n >= least ? n : raise(5, "A count or a position is too small.");
}
function number(v: Plain | undefined): number {
  return typeof v === "number" ? v : raise(13, "A number is wanted.");
}
function text(v: Plain | undefined): string {
  return typeof v === "string" ? v : raise(13, "A text is wanted.");
}

export function textFunction(key: string, args: readonly Plain[], maxTextLength: number, warn: Warn): Plain {
  const [a, b, c] = args;
  const characters = () => codePoints(text(a));
  const repeated = (part: string, times: number) =>
    times > maxTextLength ? raise(14, "The text is too long.") : part.repeat(times);
  switch (key.replace(/\$$/, "")) {
    case "asc":
      return text(a).codePointAt(0) ?? raise(5, "ASC of an empty text");
    case "chr":
      return character(number(a));
    case "hex":
      return whole(number(a)).toString(16).toUpperCase();
    case "oct":
      return whole(number(a)).toString(8);
    case "instr":
      return args.length === 3 ? position(count(a, 1), text(b), text(c)) : position(1, text(a), text(b));
    case "lcase":
      return text(a).toLowerCase();
    case "ucase":
      return text(a).toUpperCase();
    case "left":
      return characters().slice(0, count(b, 0)).join("");
    case "right": {
      const n = count(b, 0);
      return n === 0 ? "" : characters().slice(-n).join("");
    }
    case "mid": {
      const from = count(b, 1) - 1;
      return characters()
        .slice(from, c === undefined ? undefined : from + count(c, 0))
        .join("");
    }
    case "len":
      return characters().length;
    case "ltrim":
      return text(a).trimStart();
    case "rtrim":
      return text(a).trimEnd();
    case "space":
      return repeated(" ", count(a, 0));
    case "string": {
      const n = count(a, 0);
      const first = typeof b === "string" ? codePoints(b)[0] : character(number(b));
      return repeated(first ?? raise(5, "STRING$ of an empty text"), n);
    }
    case "str": {
      const shown = numberText(number(a));
      return key === "str" ? shown.trimStart() : shown;
    }
    case "val":
      return leading(text(a), warn);
    default:
      return raise(51, `no function ${key}`);
  }
}

function character(code: number): string {
  const n = halfToEven(code);
  if (!(n >= 0 && n <= 0x10ffff) || (n >= 0xd800 && n <= 0xdfff)) return raise(5, "There is no such character.");
  return String.fromCodePoint(n);
}

function whole(v: number): number {
  const n = halfToEven(v);
  if (!(n >= -2147483648 && n <= 4294967295)) raise(6, "A number has more than 32 bits.");
  return n >>> 0;
}

function position(from: number, where: string, what: string): number {
  const [inside, wanted] = [codePoints(where), codePoints(what)];
  if (wanted.length === 0) return 0;
  for (let at = from - 1; at + wanted.length <= inside.length; at++)
    if (wanted.every((character, i) => inside[at + i] === character)) return at + 1;
  return 0;
}

/** The number that a text begins with. */
function leading(v: string, warn: Warn): number {
  const coded = /^ *&(?:H([0-9A-F]+)|O?([0-7]+))/i.exec(v);
  if (coded) {
    const [, hexadecimal, octal = ""] = coded;
    const number = hexadecimal === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hexadecimal, 16);
    if (!Number.isFinite(number)) warn(6);
    // 32 bits are signed.
    return number > 0x7fffffff && number <= 0xffffffff ? number - 2 ** 32 : number;
  }
  const found = /^ *([+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?)/i.exec(v);
  const value = found ? numeral(found[1]!)! : 0;
  if (!Number.isFinite(value)) warn(6);
  return value;
}

/** MID$(a$, start[, length]) = value: as many characters as there are in all three. */
export function replaced(whole: string, start: number, length: number | null, value: string): string {
  const [characters, fresh] = [codePoints(whole), codePoints(value)];
  const from = count(start, 1) - 1;
  if (from >= characters.length)
    return length === null || length >= 0 ? raise(5, "MID$ begins behind the text.") : whole;
  const n = Math.min(characters.length - from, fresh.length, length === null ? fresh.length : count(length, 0));
  characters.splice(from, n, ...fresh.slice(0, n));
  return characters.join("");
}
