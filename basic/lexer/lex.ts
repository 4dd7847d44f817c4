/** The way from a source text to joined tokens; reads again where a string proves not to be closed. */
import type { Report } from "../check/report.ts";
import { joinLines } from "./joiner.ts";
import { Lexer, type LexOptions, type Range } from "./lexer.ts";
import { UnclosedString } from "./strings.ts";
import type { Token } from "./token.ts";

/** So many unclosed strings are told apart; behind the last one the rest of the file counts as its text. */
const MAX_UNCLOSED = 20;

export interface Lexed {
  tokens: Token[];
  firstComment: string;
  headings: { line: number; title: string }[];
}

/** Tokens of the whole source, or of one hole of a string where `range` is given. Never throws. */
export function lex(source: string, report: Report, options: LexOptions, range: Range | null = null): Lexed {
  const unclosed = new Set<number>();
  for (;;) {
    const found = report.diagnostics.length;
    const errors = report.errors;
    const lexer = new Lexer(source, report, options, range, unclosed);
    try {
      lexer.run();
    } catch (error) {
      if (!(error instanceof UnclosedString)) throw error;
      if (unclosed.size < MAX_UNCLOSED && !unclosed.has(error.offset)) {
        unclosed.add(error.offset);
        report.diagnostics.length = found;
        report.errors = errors;
        continue;
      }
      lexer.pos = lexer.end;
      lexer.run();
    }
    joinLines(lexer.tokens);
    return { tokens: lexer.tokens, firstComment: lexer.firstComment, headings: lexer.headings };
  }
}
