/** Numbered programs: at least one blank stands before and behind each keyword (reference 7.5.2). */
import type { Report } from "../../check/report.ts";
import { tokenSpan } from "../../lexer/lexer.ts";
import type { Token } from "../../lexer/token.ts";

/** The keywords of Minimal BASIC, without those that begin with another one. */
export const SPACED_KEYWORDS: ReadonlySet<string> = new Set(
  `BASE DATA DEF DIM END FOR GO GOSUB GOTO IF INPUT LET NEXT ON OPTION PRINT RANDOMIZE READ RESTORE RETURN STEP STOP SUB
  THEN TO`.split(/\s+/),
);

export function checkBlanks(tokens: readonly Token[], report: Report): void {
  tokens.forEach((token, at) => {
    if (token.kind !== "word" || token.text === "?" || !SPACED_KEYWORDS.has(token.upper)) return;
    const before = tokens[at - 1];
    const next = tokens[at + 1];
    const isFirst = !before || before.kind === "eol" || isColon(before);
    if (!isFirst && !token.spaced)
      report.add(
        "BAS502",
        tokenSpan(token),
        `A blank is due before ${token.upper}`,
        `write a blank before ${token.upper}`,
      );
    if (next && next.kind !== "eol" && next.kind !== "end" && !isColon(next) && !next.spaced && next.text !== "")
      report.add(
        "BAS502",
        tokenSpan(token),
        `A blank is due behind ${token.upper}`,
        `write a blank behind ${token.upper}`,
      );
  });
}

function isColon(token: Token): boolean {
  return token.kind === "symbol" && token.upper === ":";
}
