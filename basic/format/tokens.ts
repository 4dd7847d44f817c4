/** The tokens of a script in the order of its text, whatever its profile; for tools that look at the text itself. */
import { Report } from "../check/report.ts";
import { lexClassic } from "../lexer/classic.ts";
import { lex } from "../lexer/lex.ts";
import type { Token } from "../lexer/token.ts";
import { isExpression } from "../parser/text.ts";
import { chooseProfile } from "../profile.ts";
import type { Profile } from "../program.ts";

/** Joined tokens: an `eol` ends a logical line. What the lexer finds wrong is told by `parse`, not here. */
export function tokensOf(source: string, profile: Profile | null = null): Token[] {
  const report = new Report("");
  const choice = chooseProfile(source, profile);
  if (choice.profile === "dialect")
    return lex(source, report, { isExpression: (hole) => isExpression(source, hole) }).tokens;
  // Lines out of order come sorted by their numbers; here they stand as they were written.
  return lexClassic(source, report, choice).sort((a, b) => a.start - b.start || a.end - b.end);
}
