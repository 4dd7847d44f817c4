/**
 * Text by code points: every position and length that a script sees counts them, so an emoji is one. A text without
 * surrogates is its own array of code points, which is the fast path. The test for surrogates costs nothing on the
 * one-byte strings that V8 keeps for Latin-1: the pattern cannot match there and is compiled to a plain failure.
 */
import { findText } from "./search.ts";

const SURROGATE = /[\ud800-\udfff]/;

/** Some character takes two UTF-16 units. */
function isWide(text: string): boolean {
  return SURROGATE.test(text);
}

/** Shorter texts are looked through within the price of a statement. */
const LONG_TEXT = 256;

/** A long text that was looked through. */
export interface SeenText {
  text: string;
  wide: boolean;
}

interface Charged {
  charge(units: number): void;
  /** The last of the script: a loop over the characters of one looks once. */
  seen?: SeenText | undefined;
}

/** As isWide, charged by the length of the text where it has to be looked through. */
export function isWideText(text: string, context: Charged): boolean {
  if (text.length <= LONG_TEXT) return isWide(text);
  const { seen } = context;
  if (seen?.text === text) {
    // Another text with the same characters takes its place: comparing with itself costs nothing, with an equal one all.
    seen.text = text;
    return seen.wide;
  }
  context.charge(text.length / 64);
  const wide = isWide(text);
  context.seen = { text, wide };
  return wide;
}

export function textLength(text: string): number {
  if (!isWide(text)) return text.length;
  let count = 0;
  for (let i = 0; i < text.length; i += unitsAt(text, i)) count++;
  return count;
}

/** Code points from `start` (0-based) to `end` (exclusive); both are clamped to the text. */
export function textSlice(text: string, start: number, end: number): string {
  const from = Math.max(0, start);
  if (end <= from) return "";
  if (!isWide(text)) return text.slice(from, end);
  const first = unitIndex(text, from);
  return text.slice(first, end === Number.POSITIVE_INFINITY ? undefined : unitIndex(text, end - from, first));
}

/** The code point at a 0-based position, or undefined outside. */
export function charAt(text: string, position: number): string | undefined {
  if (!isWide(text)) return text[position];
  const index = unitIndex(text, position);
  return index < text.length ? text.slice(index, index + unitsAt(text, index)) : undefined;
}

/** 0-based position of `find` at or behind `from`, or -1. */
export function textIndexOf(text: string, find: string, from = 0): number {
  if (!isWide(text)) return findText(text, find, from);
  const unit = findText(text, find, unitIndex(text, from));
  return unit < 0 ? -1 : textLength(text.slice(0, unit));
}

/** A text as its code points. */
export function characters(text: string): string[] {
  return isWide(text) ? Array.from(text) : text.split("");
}

/** Order by code points: UTF-16 order differs where a surrogate meets U+E000 and above. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  if (isWide(a) || isWide(b)) {
    const shorter = Math.min(a.length, b.length);
    for (let i = 0; i < shorter; i++) {
      const left = a.charCodeAt(i);
      const right = b.charCodeAt(i);
      if (left !== right) return codePointRank(left) < codePointRank(right) ? -1 : 1;
    }
    return a.length < b.length ? -1 : 1;
  }
  return a < b ? -1 : 1;
}

/** Moves surrogates behind all other units, which is where their code points are. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function unitsAt(text: string, index: number): 1 | 2 {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

/** UTF-16 index of the code point `count` places behind the one at `from`; the length of the text at most. */
function unitIndex(text: string, count: number, from = 0): number {
  let index = from;
  for (let i = 0; i < count && index < text.length; i++) index += unitsAt(text, index);
  return index;
}
