/** The tokens by logical lines, each token with its part in the line, each line with its depth. */
import type { Token } from "../lexer/token.ts";
import { placeOf, type Region } from "./regions.ts";
import { judgePieces, type Piece } from "./spacing.ts";
import { canonicalWord, isLanguageWord } from "./words.ts";

export interface LogicalLine {
  pieces: Piece[];
  /** Physical lines that it takes, from 1. */
  first: number;
  last: number;
  /** Levels of indentation. */
  depth: number;
  /** Levels of a comment that stands before it. */
  commentDepth: number;
  /** Stays as it was written. */
  verbatim: boolean;
}

/** Literals that look like words of the language, and end an operand. */
const VALUES: ReadonlySet<string> = new Set(["TRUE", "FALSE", "NULL", "NOTHING", "NONE", "EMPTY", "UNDEFINED"]);

export function logicalLines(source: string, tokens: readonly Token[], regions: readonly Region[]): LogicalLine[] {
  const lines: LogicalLine[] = [];
  const around = new Surroundings(regions);
  let pieces: Piece[] = [];
  const finish = (): void => {
    const first = pieces[0];
    const last = pieces[pieces.length - 1];
    if (first && last) {
      judgePieces(pieces);
      const { depth, commentDepth } = depthOf(first.token, around);
      // The line of the END of a block text belongs to it.
      const lastLine = last.token.kind === "text" ? Math.max(last.token.endLine, last.token.line) : last.token.endLine;
      lines.push({ pieces, first: first.token.line, last: lastLine, depth, commentDepth, verbatim: false });
    }
    pieces = [];
  };
  for (const token of tokens) {
    if (token.kind === "eol" || token.kind === "end") {
      finish();
      continue;
    }
    if (pieces.length === 0) around.moveTo(token, true);
    else around.moveTo(token, false);
    pieces.push(pieceOf(source, token, pieces[pieces.length - 1], around.innermost));
  }
  finish();
  return lines;
}

function pieceOf(source: string, token: Token, before: Piece | undefined, region: Region | null): Piece {
  const raw = source.slice(token.start, token.end);
  const piece: Piece = {
    token,
    text: raw,
    isKeyword: false,
    isLineNumber: before === undefined && token.kind === "number",
    isBare: false,
    endsOperand: false,
    isUnary: false,
    colon: null,
  };
  const place = placeOf(token.line, token.column);
  piece.isBare = region?.bare.some(({ start, end }) => start <= place && place < end) ?? false;
  if (piece.isBare) return { ...piece, endsOperand: true };
  switch (token.kind) {
    case "word": {
      const isField = before?.token.kind === "symbol" && (before.text === "." || before.text === "?.");
      piece.isKeyword =
        region !== null && !isField && isLanguageWord(token.upper) && !region.names.has(token.text.toLowerCase());
      if (piece.isKeyword) piece.text = canonicalWord(token.upper);
      piece.endsOperand = !piece.isKeyword || VALUES.has(token.upper);
      break;
    }
    case "symbol":
      piece.endsOperand = token.upper === ")" || token.upper === "]" || token.upper === "}";
      break;
    case "text":
      // BEGIN TALK: what follows BEGIN comes as one token.
      if (before?.token.upper === "BEGIN")
        piece.text = raw.replace(/^(?:TALK|SYSTEM[\s_]+PROMPT|MAIL)\b/i, canonicalPhrase);
      break;
    default:
      piece.endsOperand = true;
  }
  return piece;
}

function canonicalPhrase(words: string): string {
  return words.replace(/[\s_]+/g, " ").toUpperCase();
}

/** Follows the tokens through the statements that hold them. */
class Surroundings {
  private readonly regions: readonly Region[];
  private next = 0;
  private open: Region[] = [];
  /** Statements around the first token of the line, without one that it begins. */
  outer: readonly Region[] = [];
  /** The line's first token begins a statement. */
  begins = false;

  constructor(regions: readonly Region[]) {
    this.regions = regions;
  }

  get innermost(): Region | null {
    return this.open[this.open.length - 1] ?? null;
  }

  moveTo(token: Token, startsLine: boolean): void {
    const place = placeOf(token.line, token.column);
    const stillOpen = (region: Region): boolean => region.end > place;
    if (this.open.some((region) => !stillOpen(region))) this.open = this.open.filter(stillOpen);
    const around = startsLine ? [...this.open] : null;
    this.begins = startsLine ? false : this.begins;
    for (let region = this.regions[this.next]; region && region.start <= place; region = this.regions[++this.next]) {
      if (region.start === place && startsLine) this.begins = true;
      if (stillOpen(region)) {
        if (around && region.start < place) around.push(region);
        this.open.push(region);
      }
    }
    if (around) this.outer = around;
  }
}

/** A line that begins no statement is the end or a branch of the block around it. */
function depthOf(token: Token, around: Surroundings): { depth: number; commentDepth: number } {
  const inside = around.outer.reduce((sum, region) => sum + region.levels, 0);
  const block = around.outer.findLast((region) => region.levels > 0);
  if (around.begins || !block) return { depth: inside, commentDepth: inside };
  const isCase = block.kind === "select" && (token.upper === "CASE" || token.upper === "DEFAULT");
  const depth = inside - (isCase ? 1 : block.levels);
  return { depth, commentDepth: isCase ? depth : inside };
}
