/** Reads the pieces of a filter text: words, quoted values, operators, and values without quotes. */
import { BasicError, ERR } from "../errors.ts";
import type { Comparison } from "./tree.ts";

const OPERATORS: readonly (readonly [string, Comparison])[] = [
  ["==", "="],
  ["!=", "<>"],
  ["<>", "<>"],
  ["<=", "<="],
  ["=<", "<="],
  [">=", ">="],
  ["=>", ">="],
  ["=", "="],
  ["<", "<"],
  [">", ">"],
];

/** A name of a column: letters, digits, `_ $ @`, dots and inner hyphens. */
const NAME = /[\p{L}_$@][\p{L}\p{N}_$@]*(?:[.-][\p{L}\p{N}_$@]+)*/uy;
/** What ends a value without quotes, at the top level: the beginning of the next clause. */
const CLAUSE =
  /(?:AND|OR)(?![\p{L}\p{N}_])|ORDER\s+BY(?![\p{L}\p{N}_])|(?:LIMIT|OFFSET)\s+\d{1,9}\s*(?:$|(?:LIMIT|OFFSET|ORDER)\b)/iuy;

/** A word of the language that can only be meant as the value itself: `state=OR AND city=Salem`. */
const ALONE = /^\w+\s*(?:$|[),]|(?:AND|OR|ORDER\s+BY|LIMIT)\b)/i;

/** No part of the text came from outside. */
const OWN: readonly number[] = [];

/**
 * `foreign` are pairs [from, to) of the text that the script did not write itself, ascending. They may only stand inside a
 * value: where one would be a name, an operator, a word of the language or a quote, the filter is refused (error 93).
 */
export class FilterScanner {
  readonly text: string;
  at = 0;
  private readonly foreign: readonly number[];
  /** Index into `foreign` of the first pair that ends behind the place looked at last. */
  private pair = 0;

  constructor(text: string, foreign: readonly number[] = OWN) {
    this.text = text;
    this.foreign = foreign;
  }

  /** Some of [from, to) came from outside. */
  isForeign(from: number, to: number): boolean {
    const { foreign } = this;
    while (this.pair > 0 && foreign[this.pair - 1]! > from) this.pair -= 2;
    while (this.pair < foreign.length && foreign[this.pair + 1]! <= from) this.pair += 2;
    return this.pair < foreign.length && foreign[this.pair]! < to;
  }

  /** Refuses what would let a value from outside become more than a value. */
  private own(from: number, to: number, what: string): void {
    if (!this.isForeign(from, to)) return;
    this.fail(
      `A value put into the filter brings ${what}, and it may only be a value. Write WHERE column = variable, or take ${what} out of the value.`,
      from,
    );
  }

  /** Nothing but blanks is left. */
  done(): boolean {
    this.skipBlanks();
    return this.at >= this.text.length;
  }

  skipBlanks(): void {
    while (this.at < this.text.length && /\s/.test(this.text.charAt(this.at))) this.at++;
  }

  /** Takes a mark such as `(` if it is next. */
  mark(mark: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(mark, this.at)) return false;
    this.own(this.at, this.at + mark.length, `the mark ${mark}`);
    this.at += mark.length;
    return true;
  }

  /** Takes a keyword, given in capitals, if it is next as a whole word. */
  word(word: string): boolean {
    this.skipBlanks();
    const end = this.at + word.length;
    if (this.text.slice(this.at, end).toUpperCase() !== word || /[\p{L}\p{N}_]/u.test(this.text.charAt(end)))
      return false;
    this.own(this.at, end, `the word ${word}`);
    this.at = end;
    return true;
  }

  /** Takes several keywords, or none of them. */
  words(...words: string[]): boolean {
    const start = this.at;
    if (words.every((word) => this.word(word))) return true;
    this.at = start;
    return false;
  }

  operator(): Comparison | undefined {
    this.skipBlanks();
    const found = OPERATORS.find(([spelling]) => this.text.startsWith(spelling, this.at));
    if (!found) return undefined;
    this.own(this.at, this.at + found[0].length, `the operator ${found[0]}`);
    this.at += found[0].length;
    return found[1];
  }

  /** A column: a bare name, or any text in `[ ]` or backticks. */
  name(): string | undefined {
    this.skipBlanks();
    const open = this.text.charAt(this.at);
    if (open === "[" || open === "`") {
      const end = this.text.indexOf(open === "[" ? "]" : "`", this.at + 1);
      if (end < 0) this.fail(`This ${open} is not closed.`);
      const name = this.text.slice(this.at + 1, end).trim();
      if (name === "") this.fail("The name of a column is missing.");
      this.own(this.at, end + 1, "a name");
      this.at = end + 1;
      return name;
    }
    const start = this.at;
    const name = this.match(NAME);
    if (name !== undefined) this.own(start, this.at, "a name");
    return name;
  }

  /** A value in `'` or `"`, where a doubled quote stands for one; whatever it holds stays inside the value. */
  quoted(): string | undefined {
    this.skipBlanks();
    const quote = this.text.charAt(this.at);
    if (quote !== "'" && quote !== '"') return undefined;
    const start = this.at;
    this.own(start, start + 1, "a quote");
    let value = "";
    for (let i = start + 1; ; ) {
      const end = this.text.indexOf(quote, i);
      if (end < 0) this.fail(`The quote ${quote} that opens here is not closed.`, start);
      value += this.text.slice(i, end);
      if (this.text.charAt(end + 1) !== quote) {
        this.own(end, end + 1, "a quote");
        this.at = end + 1;
        return value;
      }
      // A pair stands for one quote only where both were written by the same hand.
      if (this.isForeign(end, end + 1) !== this.isForeign(end + 1, end + 2)) this.own(end, end + 2, "a quote");
      value += quote;
      i = end + 2;
    }
  }

  /** Words up to the next AND, OR, ORDER BY or LIMIT, a bracket that closes what was open before, or one of `stops`. */
  bareValue(stops: string): string {
    this.skipBlanks();
    const start = this.at;
    let open = 0;
    let foreignOpen = 0;
    let wordStart = true;
    while (this.at < this.text.length) {
      const character = this.text.charAt(this.at);
      if (character === ")" && open-- === 0) {
        this.own(this.at, this.at + 1, "a bracket");
        break;
      }
      // A bracket from outside could hide where the value ends, or end what the script has opened.
      if (character === "(" || character === ")") {
        if (character === "(") open++;
        if (this.isForeign(this.at, this.at + 1)) foreignOpen += character === "(" ? 1 : -1;
        if (foreignOpen < 0) this.own(this.at, this.at + 1, "a bracket");
      }
      if (open === 0 && stops.includes(character)) {
        this.own(this.at, this.at + 1, "a comma");
        break;
      }
      if ((open === 0 || foreignOpen > 0) && wordStart && this.matchesHere(CLAUSE)) {
        this.own(
          this.at,
          this.at + (/^[A-Za-z]+/.exec(this.text.slice(this.at, this.at + 8))?.[0].length ?? 1),
          "AND, OR, ORDER BY or LIMIT",
        );
        if (foreignOpen > 0) this.fail("A bracket in a value put into the filter is not closed in it.");
        if (this.at > start) break;
        if (!ALONE.test(this.text.slice(start, start + 40)))
          this.fail('A value is due here; write "" for an empty one.');
      }
      if (character === "'" || character === '"') {
        // An apostrophe inside a word is text (`O'Neil`); anywhere else the quote would hide where the value ends.
        this.own(this.at, this.at + 1, "a quote");
        const inWord =
          character === "'" && /[\p{L}\p{N}]'[\p{L}\p{N}]/u.test(this.text.slice(this.at - 1, this.at + 2));
        if (!inWord) this.fail("A quote inside a value without quotes; put the whole value in quotes.");
      }
      wordStart = /\s/.test(character) || character === ")";
      this.at++;
    }
    if (foreignOpen > 0) this.fail("A bracket in a value put into the filter is not closed in it.", start);
    return this.text.slice(start, this.at).trim();
  }

  /** An unsigned integer. */
  integer(what: string): number {
    this.skipBlanks();
    const digits = this.match(/\d{1,9}(?!\d)/y);
    if (digits === undefined) this.fail(`${what} needs a number.`);
    return Number(digits);
  }

  fail(message: string, from = this.at): never {
    let at = from;
    while (at < this.text.length && /\s/.test(this.text.charAt(at))) at++;
    const place = this.text.slice(at, at + 20).trim();
    const near = place === "" ? "at its end" : `at character ${at + 1}, near ${JSON.stringify(place)}`;
    throw new BasicError(ERR.badFilter, `The filter cannot be read ${near}: ${message}`, { position: at + 1 });
  }

  private match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private matchesHere(expression: RegExp): boolean {
    expression.lastIndex = this.at;
    return expression.test(this.text);
  }
}
