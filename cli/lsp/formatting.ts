/** Formatting as one edit of the lines that change. */
import type { TextEdit } from "vscode-languageserver";
import { format } from "../../basic/format/format.ts";
import { isSameProgram } from "../../basic/format/same-program.ts";
import { type Analysis, rangeBetween } from "./analysis.ts";

/** No edit where the text is formatted already, or where formatting would change what it does. */
export function formattingEdits(analysis: Analysis): TextEdit[] {
  const { source } = analysis;
  const text = format(source);
  if (text === source || !isSameProgram(source, text)) return [];
  const before = splitLines(source);
  const after = splitLines(text);
  let head = 0;
  while (head < before.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const start = length(before.slice(0, head));
  const end = source.length - length(before.slice(before.length - tail));
  return [{ range: rangeBetween(analysis, start, end), newText: after.slice(head, after.length - tail).join("") }];
}

/** Lines with their ends. */
function splitLines(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}

const length = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length, 0);
