/**
 * Which rules a script is written to (reference 7.1). In this order: what the caller forces, an OPTION line, a line number
 * before the first statement, and INPUT, GOSUB, DATA or READ as a statement where nothing else is of the dialect.
 */
import { RESERVED } from "./catalogue/reserved.ts";
import { Report } from "./check/report.ts";
import { lex } from "./lexer/lex.ts";
import { statementPhrase } from "./parser/keyword-statements.ts";
import { matchValueKeyword } from "./parser/keyword-values.ts";
import { ScriptNames } from "./parser/names.ts";
import { Parser } from "./parser/parser.ts";
import { followsElement, followsName } from "./parser/phrases.ts";
import { isExpression } from "./parser/text.ts";
import type { Profile } from "./program.ts";

export interface ProfileChoice {
  profile: Profile;
  /** The first statement has a line number. */
  numbered: boolean;
}

const OPTION_LINE = /^[ \t]*(?:\d+[ \t]+)?OPTION[ \t]+(CLASSIC|ECMA|DIALECT)[ \t]*(?:'.*)?$/im;
/**
 * The first line that is neither empty nor a comment begins with a number and a statement. A line end is read in one way only:
 * `\r\n` that may also count as two would double the time with every line.
 */
const NUMBERED =
  /^(?:\uFEFF)?(?:[ \t]*(?:'[^\n\r]*)?(?:\r?\n|\r(?!\n)))*[ \t]*\d+(?:[ \t]+[A-Za-z?']|[ \t]*(?:\r?\n|$))/;
/** A word that may make the script a classic one, where a statement may begin. */
const CLASSIC_HEAD = /(?:^|:|\bTHEN\b|\bELSE\b)[ \t]*(?:(?:LINE[ \t]+)?INPUT|GOSUB|DATA|READ|GO[ \t]+SUB)\b/im;

/** `forced` is the caller's choice (a flag of the command line), or null. */
export function chooseProfile(source: string, forced: Profile | null): ProfileChoice {
  const numbered = NUMBERED.test(source);
  // Minimal BASIC has no program without line numbers: each line that lacks one is reported.
  if (forced === "ecma") return { profile: "ecma", numbered: true };
  if (forced !== null) return { profile: forced, numbered: numbered && forced !== "dialect" };
  const option = OPTION_LINE.exec(source)?.[1]?.toUpperCase();
  if (option === "DIALECT") return { profile: "dialect", numbered: false };
  if (option === "ECMA") return { profile: "ecma", numbered: true };
  if (option === "CLASSIC" || numbered) return { profile: "classic", numbered };
  return { profile: CLASSIC_HEAD.test(source) && isQBasic(source) ? "classic" : "dialect", numbered: false };
}

const HEADS: ReadonlySet<string> = new Set(["INPUT", "GOSUB", "DATA", "READ"]);
/** Words that both profiles have (reference 7.4), and phrases of the classic profile itself. */
const SHARED: ReadonlySet<string> = new Set([
  ...RESERVED,
  ...`PRINT READ GET PUT ON WRITE NAME LINE OPEN CLOSE COLOR LIST LOAD RUN DATA NEXT STOP CLEAR PLAY SELECT END INPUT DEFAULT
  CASE TIMER DATE TIME RETURN MERGE FILES SAVE MOD RESUME KILL MKDIR CLS BEEP LOCATE SLEEP RANDOMIZE SWAP ERASE RESTORE
  FORMAT RANDOM ERROR`.split(/\s+/),
]);

/** INPUT, GOSUB, DATA or READ heads a statement, and no keyword, field, list or object of the dialect stands anywhere. */
function isQBasic(source: string): boolean {
  const report = new Report("");
  const { tokens } = lex(source, report, { isExpression: (hole) => isExpression(source, hole) });
  const p = new Parser(source, tokens, report, new ScriptNames(tokens), 0);
  let found = false;
  for (let begins = true; p.token.kind !== "end"; p.at++) {
    const token = p.token;
    if (token.kind === "text") return false;
    if (token.kind === "symbol" && /^(?:\[|\{|\{block|\?\.)$/.test(token.upper)) return false;
    if (token.kind === "symbol" && token.upper === "." && !token.spaced) return false;
    if (token.kind === "word") {
      if (begins && !followsName(p, 1) && !followsElement(p, 1)) {
        if (HEADS.has(token.upper) || (token.upper === "GO" && p.isWord("SUB", 1))) found = true;
        const phrase = statementPhrase(p);
        if (phrase?.phrase.phrase === "LINE INPUT") found = true;
        if (phrase && !SHARED.has(phrase.phrase.phrase)) return false;
        if (/^(?:HEAR|WITH|PARAM|DESCRIPTION|TRY|SWITCH)$/.test(token.upper)) return false;
      } else if (!begins) {
        const value = matchValueKeyword(p);
        if (value && !SHARED.has(value.phrase.phrase)) return false;
      }
    }
    const isSeparator = token.kind === "symbol" && token.upper === ":";
    begins = token.kind === "eol" || isSeparator || (token.kind === "word" && /^(?:THEN|ELSE)$/.test(token.upper));
  }
  return found;
}
