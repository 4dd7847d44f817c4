/** Everything that the server knows of one text, made once a version. */
import type { Position, Range } from "vscode-languageserver";
import type { Script, Span } from "../../basic/ast.ts";
import { checkKnowledge } from "../../basic/check/knowledge.ts";
import { type LogicalLine, logicalLines } from "../../basic/format/lines.ts";
import { type Region, regionsOf } from "../../basic/format/regions.ts";
import type { Piece } from "../../basic/format/spacing.ts";
import { tokensOf } from "../../basic/format/tokens.ts";
import { type Diagnostic, diagnose } from "../../basic/index.ts";
import { findOccurrences, type Occurrence } from "./occurrences.ts";

/** What a script can refer to beside itself. */
export interface Neighbours {
  /** Names of the package's scripts; null where they are not known. */
  scripts: readonly string[] | null;
  /** Collections of the package's knowledge; null where they are not known. */
  knowledge: readonly string[] | null;
}

export interface Analysis {
  source: string;
  lineStarts: readonly number[];
  script: Script;
  diagnostics: readonly Diagnostic[];
  lines: readonly LogicalLine[];
  regions: readonly Region[];
  occurrences: readonly Occurrence[];
}

export function analyse(source: string, file: string, neighbours: Neighbours): Analysis {
  const { script, diagnostics } = diagnose(source, file, "", neighbours.scripts ?? undefined);
  const tokens = tokensOf(source);
  const regions = regionsOf(script, source);
  const lineStarts = startsOf(source);
  return {
    source,
    lineStarts,
    script,
    diagnostics: [...diagnostics, ...(neighbours.knowledge ? checkKnowledge(script, neighbours.knowledge) : [])],
    lines: logicalLines(source, tokens, regions),
    regions,
    occurrences: findOccurrences(script, tokens, { text: source, lineStarts }),
  };
}

/** Lines end as the language and the protocol have it: \n, \r\n or \r. */
function startsOf(source: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of source.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return starts;
}

/** Lines and columns count from 1 in the language and from 0 in the protocol; both count UTF-16 units. */
export function rangeOf({ line, column, endLine, endColumn }: Span): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

export function offsetAt({ lineStarts, source }: Analysis, { line, character }: Position): number {
  const start = lineStarts[line] ?? source.length;
  return Math.min(start + character, lineStarts[line + 1] ?? source.length);
}

export function positionAt({ lineStarts }: Analysis, offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - lineStarts[low]! };
}

export function rangeBetween(analysis: Analysis, start: number, end: number): Range {
  return { start: positionAt(analysis, start), end: positionAt(analysis, end) };
}

/** The name at an offset; also where the offset is right behind it. */
export function occurrenceAt({ occurrences }: Analysis, offset: number): Occurrence | null {
  return occurrences.find(({ start, end }) => start <= offset && offset <= end) ?? null;
}

/** All places of the same variable, procedure or label. */
export function sameAs({ occurrences }: Analysis, one: Occurrence): Occurrence[] {
  return occurrences.filter(({ kind, key, scope }) => kind === one.kind && key === one.key && scope === one.scope);
}

/** The logical line at an offset and the piece of it there; the piece is null between two. */
export function pieceAt({ lines }: Analysis, offset: number): { line: LogicalLine; at: number } | null {
  for (const line of lines) {
    const last = line.pieces[line.pieces.length - 1]!;
    if (last.token.end < offset) continue;
    if (line.pieces[0]!.token.start > offset) return null;
    // Of two that meet, the later one: the cursor stands before it.
    const at = line.pieces.findLastIndex(({ token }) => token.start <= offset && offset <= token.end);
    return at < 0 ? null : { line, at };
  }
  return null;
}

export function isWord(piece: Piece | undefined, word: string): boolean {
  return piece?.token.kind === "word" && piece.token.upper === word;
}
