/**
 * The formatter: capitals for the words of the language, indentation by blocks, even blanks. What a person wrote inside of
 * strings, block texts, tables and comments stays as it is, and so do the order of lines and all that cannot be parsed.
 *
 * It works on the tokens; the tree only tells which words are names and how deep a line lies. So nothing is ever written
 * anew from the tree, and what the formatter does not know it leaves alone.
 */

import type { Diagnostic } from "../diagnostics.ts";
import { parse } from "../parser/parse.ts";
import type { Profile } from "../program.ts";
import { type LogicalLine, logicalLines } from "./lines.ts";
import { type Region, regionsOf } from "./regions.ts";
import { tokensOf } from "./tokens.ts";
import { Writer } from "./writer.ts";

/** Findings that leave open how the blocks lie: then every line keeps its indentation. */
const STRUCTURE = /^BAS(?:10[1456]|20[456]|90\d)$/;

export interface FormatOptions {
  profile?: Profile | null;
}

/** The script in its canonical form. Formatting that once more changes nothing. A script of more than 1 MB comes back as it is. */
export function format(source: string, options: FormatOptions = {}): string {
  const { script, diagnostics } = parse(source, "", options);
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (errors.some((d) => d.code === "BAS901" || d.code === "BAS902" || d.code === "BAS903")) return source;
  // A classic program with an error is refused as a whole, and so is formatting it.
  if (script.profile !== "dialect" && errors.length > 0) return source;
  const regions = regionsOf(script, source);
  const lines = logicalLines(source, tokensOf(source, options.profile), regions);
  keepBroken(lines, regions, errors);
  const keepIndent = script.numbered || errors.some((d) => STRUCTURE.test(d.code));
  return new Writer(source, {
    keepIndent,
    numbered: script.numbered,
    widest: script.profile === "ecma" ? 72 : Infinity,
  }).write(lines);
}

/** Marks the lines that hold an error. */
function keepBroken(lines: LogicalLine[], regions: readonly Region[], errors: readonly Diagnostic[]): void {
  const broken = new Set<number>();
  const mark = (first: number, last: number): void => {
    for (let line = first; line <= last; line++) broken.add(line);
  };
  // A block that is not closed is reported at its head, with which nothing is wrong.
  for (const { line, endLine, code } of errors) if (code !== "BAS204") mark(line, endLine);
  for (const { kind, startLine, endLine } of regions) if (kind === "bad") mark(startLine, endLine);
  for (const line of lines) {
    for (let at = line.first; at <= line.last && !line.verbatim; at++) line.verbatim = broken.has(at);
  }
}
