/**
 * The parser of the classic profile: its own lexer and statements, and the dialect's parser for everything that the two
 * share (reference 7.1). A program with errors is refused as a whole; all of them are reported.
 */
import type { Script, Statement } from "../../ast.ts";
import { Report } from "../../check/report.ts";
import type { Diagnostic } from "../../diagnostics.ts";
import { lexClassic } from "../../lexer/classic.ts";
import { tokenSpan } from "../../lexer/lexer.ts";
import type { Token } from "../../lexer/token.ts";
import type { ProfileChoice } from "../../profile.ts";
import { parseBody } from "../blocks.ts";
import { Abort, Parser } from "../parser.ts";
import { checkBlanks } from "./blanks.ts";
import { ClassicNames } from "./names.ts";

export function parseClassic(
  source: string,
  file: string,
  { profile, numbered }: ProfileChoice,
): { script: Script; diagnostics: Diagnostic[] } {
  const report = new Report(file);
  const body: Statement[] = [];
  const tokens = lexClassic(source, report, { profile, numbered });
  if (numbered) checkBlanks(tokens, report);
  const names = new ClassicNames(tokens);
  const parser = new Parser(source, tokens, report, names, 0);
  parser.classic = { numbered, ecma: profile === "ecma", functions: names.functions };
  if (profile === "ecma") {
    refuseColons(tokens, report);
    const [first] = tokens;
    if (!numbered && first && first.kind !== "end")
      report.add("BAS511", tokenSpan(first), "A program of Minimal BASIC has line numbers", "number its lines");
  }
  try {
    parseBody(parser, body);
  } catch (error) {
    if (!(error instanceof Abort)) throw error;
  }
  body.push(...parser.hoisted);
  const script: Script = { file, body, firstComment: "", headings: [], profile, numbered };
  if (report.errors > 0) script.refused = true;
  return { script, diagnostics: report.sorted() };
}

function refuseColons(tokens: readonly Token[], report: Report): void {
  for (const token of tokens)
    if (token.kind === "symbol" && token.upper === ":")
      report.add("BAS511", tokenSpan(token), "A colon is not part of Minimal BASIC", "write each statement on a line");
}
