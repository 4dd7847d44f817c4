/**
 * The parser of the dialect: source text in, tree and findings out. Hand-written and recovering: a statement that cannot
 * be parsed is reported once and stands in the tree as `bad`; the next one is read as if nothing had happened.
 */
import type { Script, Statement } from "../ast.ts";
import { Report } from "../check/report.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { lex } from "../lexer/lex.ts";
import { chooseProfile } from "../profile.ts";
import type { Profile } from "../program.ts";
import { parseBody } from "./blocks.ts";
import { parseClassic } from "./classic/program.ts";
import { ScriptNames } from "./names.ts";
import { Abort, Parser } from "./parser.ts";
import { isExpression } from "./text.ts";

/** Largest script, in UTF-16 units. */
export const MAX_SOURCE = 1_000_000;

export interface ParseOptions {
  /** Forces the rules; without it the script's own form and OPTION line choose them (reference 7.1). */
  profile?: Profile | null;
}

/**
 * Parses one script. `file` is its path for messages. Never throws; findings come ordered by position, and a script with
 * an error among them may still be run up to the statement that is bad.
 */
export function parse(
  source: string,
  file: string,
  options: ParseOptions = {},
): { script: Script; diagnostics: Diagnostic[] } {
  const report = new Report(file);
  const body: Statement[] = [];
  if (source.length > MAX_SOURCE) {
    report.add(
      "BAS901",
      { line: 1, column: 1, endLine: 1, endColumn: 1 },
      `The script has ${source.length} characters; ${MAX_SOURCE} are the most`,
      "split it into several scripts and CALL them",
    );
    const script: Script = { file, body, firstComment: "", headings: [], profile: "dialect", numbered: false };
    return { script, diagnostics: report.diagnostics };
  }
  const choice = chooseProfile(source, options.profile ?? null);
  if (choice.profile !== "dialect") return parseClassic(source, file, choice);
  const { tokens, firstComment, headings } = lex(source, report, {
    isExpression: (hole) => isExpression(source, hole),
  });
  const parser = new Parser(source, tokens, report, new ScriptNames(tokens), 0);
  try {
    parseBody(parser, body);
  } catch (error) {
    if (!(error instanceof Abort)) throw error;
  }
  body.push(...parser.hoisted);
  const script: Script = { file, body, firstComment, headings, profile: "dialect", numbered: false };
  return { script, diagnostics: report.sorted() };
}
