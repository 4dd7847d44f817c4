/** Value keywords inside expressions: `GET BOT MEMORY "k"`, `THINK KB q`, `FORMAT d AS "YYYY"`. */
import type { Expr, Operand, Span } from "../ast.ts";
import type { KeywordEntry } from "../catalogue/index.ts";
import { isExpr } from "../check/walk.ts";
import type { Token } from "../lexer/token.ts";
import { broadcastOf } from "./broadcast.ts";
import { hasComma } from "./expressions.ts";
import { aliasOperand, endsInOperand, mayStandAlone } from "./keyword-statements.ts";
import { parseOperands, softWordsOf } from "./operands.ts";
import type { Parser } from "./parser.ts";
import { type PhraseMatch, phrasesAt, startsOperand } from "./phrases.ts";
import { parseItems } from "./primary.ts";

/** The longest phrase at the cursor that is a keyword call here; null where the words are names. */
export function matchValueKeyword(p: Parser): PhraseMatch | null {
  const matches = phrasesAt(p);
  for (let i = matches.length - 1; i >= 0; i--) {
    const match = matches[i]!;
    if (isCall(p, match) && !(i > 0 && endsInOperand(p, match))) return match;
  }
  return null;
}

function isCall(p: Parser, { phrase, length }: PhraseMatch): boolean {
  const assigned = length === 1 && p.names.assigned.has(p.token.upper);
  const next = p.peek(length);
  const entry = phrase.entry;
  if (!entry) {
    // A reserved word before a parenthesis may be a function of that name; the checker knows.
    if (next.kind === "symbol" && (next.upper === "(" || assigned)) return false;
    if (length > 1 && p.atStatementEnd(length)) return true;
    return startsOperand(p, length);
  }
  if (entry.ownGrammar) return false;
  const procedure = length === 1 && p.names.procedures.has(p.names.keyOf(p.token.text));
  if (next.kind === "symbol" && next.upper === "(") {
    // LOG(x) is the logarithm: a statement's word before a parenthesis may be a function.
    return !assigned && !procedure && (entry.result !== null || length > 1);
  }
  if (mayStandAlone(entry) && (length > 1 || entry.forms.length === 1)) {
    if (length > 1) return true;
    // A single word that may stand alone is still a name where a field or an operator follows.
    return !assigned && (entry.forms[0]!.operands.length === 0 || startsOperand(p, length, softWordsOf(entry)));
  }
  if (assigned && next.kind === "symbol") return false;
  return startsOperand(p, length, softWordsOf(entry));
}

export function parseValueKeyword(p: Parser, { phrase, length }: PhraseMatch, start: boolean): Expr {
  const first = p.token;
  const { entry } = phrase;
  if (!entry) notAvailable(p, phrase.phrase);
  p.at += length;
  if (entry.result === null) {
    p.fail("BAS210", first, `${entry.keyword} is a statement and has no value`, "give it a line of its own");
  }
  if (entry.literal) {
    if (p.isSymbol("(") && p.isSymbol(")", 1)) p.at += 2;
    const span = p.span(first);
    return entry.literal === "object" ? { kind: "object", entries: [], span } : { kind: "array", items: [], span };
  }
  const operands = parseKeywordOperands(p, entry, start);
  if (!entry.function) {
    const all = { ...aliasOperand(phrase), ...operands };
    return { kind: "keyword", ...broadcastOf(entry.keyword, all), span: p.span(first) };
  }
  const span = p.span(first);
  const args = Object.values(operands).flatMap((operand) => (isExpr(operand) ? [operand] : asText(operand, span)));
  return { kind: "call", name: entry.function, key: entry.function.toLowerCase(), args, span };
}

/** A bare word that the form names is its text: FORMAT total AS JSON. */
function asText(operand: Operand, span: Span): Expr[] {
  if (Array.isArray(operand) || operand.kind !== "word") return [];
  return [{ kind: "literal", value: operand.word, span }];
}

function parseKeywordOperands(p: Parser, entry: KeywordEntry, start: boolean): Record<string, Operand> {
  const open = p.token;
  if (open.kind === "symbol" && open.upper === "(" && wrapsOperands(p, entry)) {
    p.advance();
    if (entry.function) {
      // The call style of a function takes what the function takes; the checker counts.
      return Object.fromEntries(parseItems(p, ")", open).map((arg, i) => [`operand${i}`, arg]));
    }
    const outer = p.optionalCommas;
    p.optionalCommas = false;
    const operands = parseOperands(p, entry, { reach: "full", ownsCommas: true });
    p.optionalCommas = outer;
    p.expectSymbol(")", `after the operands of ${entry.keyword}`);
    return operands;
  }
  return parseOperands(p, entry, { reach: start ? "sum" : "primary", ownsCommas: false });
}

/** Reference 1.9 R1: whether the parenthesis at the cursor holds all operands or only begins the first. */
function wrapsOperands(p: Parser, entry: KeywordEntry): boolean {
  const open = p.token;
  if (open.match < 0) return true;
  const after = p.tokens[open.match + 1]!;
  if (after.kind === "word" && softWordsOf(entry).has(after.upper)) return false;
  if (hasComma(p, p.at)) return true;
  return !(open.spaced && after.kind === "symbol" && "+-*/&".includes(after.upper));
}

/** Says that the phrase belongs to the classic profile; ends the statement. */
export function notAvailable(p: Parser, phrase: string, at: Token = p.token): never {
  p.fail(
    "BAS209",
    at,
    `${phrase} is a statement of classic BASIC`,
    "begin the script with OPTION CLASSIC, or remove it",
  );
}
