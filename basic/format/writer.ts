/** Puts the lines together again: indentation, blanks, comments, and what stays as it was. */
import { isBlank } from "../lexer/characters.ts";
import type { LogicalLine } from "./lines.ts";
import { blankBetween, type Piece } from "./spacing.ts";

const INDENT = "  ";

export interface WriterOptions {
  /** Every line keeps the indentation that it has. */
  keepIndent: boolean;
  /** Lines have numbers, which stand at the left. */
  numbered: boolean;
  /** A line that would grow beyond so many characters stays as it was. */
  widest: number;
}

export class Writer {
  private readonly source: string;
  private readonly options: WriterOptions;
  /** Physical lines without their ends. */
  private readonly raw: string[];
  private readonly starts: number[] = [];
  private readonly lineEnd: string;
  private readonly out: string[] = [];

  constructor(source: string, options: WriterOptions) {
    this.source = source;
    this.options = options;
    // Of the first line that says something: blank lines before it go, and the next time must find the same.
    this.lineEnd = /\S[^\r\n]*(\r\n|\n|\r)/.exec(source)?.[1] ?? "\n";
    this.raw = [];
    let start = 0;
    for (const found of source.matchAll(/\r\n|\n|\r/g)) {
      this.raw.push(source.slice(start, found.index));
      this.starts.push(start);
      start = found.index + found[0].length;
    }
    this.raw.push(source.slice(start));
    this.starts.push(start);
  }

  write(lines: readonly LogicalLine[]): string {
    let next = 1;
    for (const line of lines) {
      this.between(next, line.first - 1, line.commentDepth);
      if (line.verbatim) this.verbatim(line.first, line.last);
      else this.logicalLine(line);
      next = line.last + 1;
    }
    this.between(next, this.raw.length, 0);
    const text = this.out.join(this.lineEnd).replace(/[\r\n]+$/, "");
    return text === "" ? "" : text + this.lineEnd;
  }

  /** Comments and blank lines between statements. */
  private between(first: number, last: number, depth: number): void {
    for (let line = first; line <= last; line++) this.loose(this.raw[line - 1] ?? "", INDENT.repeat(depth));
  }

  private loose(raw: string, indent: string): void {
    const text = trim(raw);
    // In a program with line numbers a comment of its own stands at the left, as the numbers do.
    const isKeptHere = text === "_" || (isKept(text, this.options) && !this.options.numbered);
    if (text !== "") this.out.push(isKeptHere ? trimEnd(raw) : this.options.numbered ? text : indent + text);
    else if (this.out.length > 0 && this.out[this.out.length - 1] !== "") this.out.push("");
  }

  private verbatim(first: number, last: number): void {
    const from = this.starts[first - 1]!;
    const to = this.starts[last - 1]! + this.raw[last - 1]!.length;
    this.out.push(this.source.slice(from, to));
  }

  private logicalLine(line: LogicalLine): void {
    const written = this.pieces(line);
    const isWider = written.some(
      (text, i) => text.length > Math.max(this.options.widest, this.raw[line.first - 1 + i]?.length ?? 0),
    );
    if (isWider && this.options.widest < Infinity) this.verbatim(line.first, line.last);
    else this.out.push(...written);
  }

  /** The physical lines of a logical one. */
  private pieces({ pieces, first, depth }: LogicalLine): string[] {
    const { keepIndent } = this.options;
    const indent = keepIndent ? leading(this.raw[first - 1]!) : INDENT.repeat(depth);
    const lines: string[] = [];
    const brackets: number[] = [];
    // A line number stands at the left.
    let text = this.options.numbered && pieces[0]!.token.kind === "number" ? "" : indent;
    let row = 0;
    pieces.forEach((piece, i) => {
      const before = pieces[i - 1];
      if (piece.token.kind === "text" && before && piece.token.line > before.token.endLine) {
        lines.push(text, ...this.blockText(piece));
        text = indent + closingOf(piece);
        return;
      }
      if (before && piece.isBare && before.isBare) {
        text += this.source.slice(before.token.end, piece.token.start);
      } else if (before && piece.token.line > before.token.endLine) {
        const [behind, ...between] = this.gap(before, piece);
        lines.push(trimEnd(text + behind!));
        row++;
        const base = keepIndent ? null : indent + INDENT.repeat(continued(brackets, pieces, i));
        for (const comment of between)
          lines.push(isKept(trim(comment), this.options) ? trimEnd(comment) : base + trim(comment));
        text = base ?? leading(this.raw[piece.token.line - 1]!);
      } else if (before) text += gapOnLine(this.source, before, piece);
      trackBrackets(brackets, piece, row);
      text += piece.text;
    });
    const last = pieces[pieces.length - 1]!;
    // A blank behind a number alone on its line would make it the number of the line.
    const behind = this.trailing(last);
    const isAlone = pieces.length === 1 && last.token.kind === "number";
    lines.push(trimEnd(text + (isAlone ? this.source.slice(last.token.end).match(/^[^\r\n]*/)?.[0] : behind)));
    return lines;
  }

  /** What stands behind a token whose successor is on another line: the rest of its line, then comment lines. */
  private gap(before: Piece, piece: Piece): string[] {
    const lines = this.source.slice(before.token.end, piece.token.start).split(/\r\n|\n|\r/);
    lines.pop();
    const [rest = "", ...between] = lines;
    return [behindText(rest), ...between.filter((line) => trim(line) !== "")];
  }

  /** The comment behind the last token of a line. */
  private trailing({ token }: Piece): string {
    const end = this.starts[token.endLine] ?? this.source.length + 1;
    return behindText(this.source.slice(token.end, end).replace(/[\r\n]+$/, ""));
  }

  /** The lines of a block text as they are. Its last line stands behind them. */
  private blockText({ token }: Piece): string[] {
    return token.text === "" ? [] : [token.text];
  }
}

/** A lone underscore goes on with the next line only where a blank stands before it. */
function isKept(text: string, { keepIndent }: WriterOptions): boolean {
  return keepIndent || text === "_";
}

/** END TALK and the like, which the lexer takes with the text. */
function closingOf({ token, text }: Piece): string {
  return text
    .slice(token.text.length)
    .trim()
    .replace(/[\s_]+/g, " ")
    .toUpperCase();
}

/** A comment keeps its distance to the statement; at least one blank it has. */
function behindText(rest: string): string {
  const text = trim(rest);
  if (text === "") return "";
  const distance = leading(rest);
  return text === "_" ? " _" : (distance === "" ? " " : distance) + text;
}

function gapOnLine(source: string, before: Piece, piece: Piece): string {
  // Raw texts, such as those behind DATA and DESCRIPTION, begin where they begin.
  if (piece.token.kind === "text") return source.slice(before.token.end, piece.token.start);
  return blankBetween(before, piece);
}

function trackBrackets(brackets: number[], { token }: Piece, row: number): void {
  if (token.kind !== "symbol") return;
  if (token.upper === "(" || token.upper === "[" || token.upper === "{") brackets.push(row);
  else if (token.upper === ")" || token.upper === "]" || token.upper === "}") brackets.pop();
}

/** Levels of a line that goes on: one for each line on which an open bracket stands, at least one outside of brackets. */
function continued(brackets: readonly number[], pieces: readonly Piece[], at: number): number {
  if (brackets.length === 0) return 1;
  let closed = 0;
  while (isCloser(pieces[at + closed])) closed++;
  return new Set(brackets.slice(0, Math.max(0, brackets.length - closed))).size;
}

function isCloser(piece: Piece | undefined): boolean {
  return piece?.token.kind === "symbol" && /^[)\]}]$/.test(piece.token.upper);
}

function leading(text: string): string {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return text.slice(0, at).replaceAll("\uFEFF", "");
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

function trim(text: string): string {
  return trimEnd(text)
    .slice(leading(trimEnd(text)).length)
    .replace(/^\uFEFF/, "");
}
