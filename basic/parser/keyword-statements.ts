/** Statement keywords of the catalogue, block texts, and phrases that are only reserved (reference 1.8, 1.9). */
import type { Operand, Statement } from "../ast.ts";
import { findKeyword, type KeywordEntry, normalisePhrase, type Phrase, SOFT_WORDS } from "../catalogue/index.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import { hasComma } from "./expressions.ts";
import { parseHandler } from "./handlers.ts";
import { notAvailable } from "./keyword-values.ts";
import { mailOperands } from "./mail.ts";
import { parseOperands } from "./operands.ts";
import { OWN_STATEMENTS } from "./own-statements.ts";
import { Fault, type Parser } from "./parser.ts";
import { followsElement, followsName, type PhraseMatch, phrasesAt, startsOperand } from "./phrases.ts";
import { parseTable } from "./table.ts";
import { textExpr } from "./text.ts";

/** The longest phrase that is a statement here, implemented or reserved. */
export function statementPhrase(p: Parser): PhraseMatch | null {
  const matches = phrasesAt(p);
  for (let i = matches.length - 1; i >= 0; i--) {
    const match = matches[i]!;
    if (isStatement(p, match) && !(i > 0 && endsInOperand(p, match))) return match;
  }
  return null;
}

/** Whether an entry has a form that needs nothing behind its words. */
export function mayStandAlone(entry: KeywordEntry): boolean {
  return entry.forms.some((form) => form.operands.every((spec) => spec.optional));
}

/** TALK to: the last word of the longer phrase is a variable where no operand follows it. */
export function endsInOperand(p: Parser, { phrase, length }: PhraseMatch): boolean {
  const { entry } = phrase;
  if (!entry || mayStandAlone(entry)) return false;
  const last = phrase.phrase.slice(phrase.phrase.lastIndexOf(" ") + 1);
  return SOFT_WORDS.has(last) && !startsOperand(p, length);
}

function isStatement(p: Parser, { phrase, length }: PhraseMatch): boolean {
  if (phrase.entry?.ownGrammar || followsName(p, length)) return false;
  // SEND MAIL to, subject: TO is a variable there, not the end of a longer phrase.
  if (p.isSymbol(",", length)) return false;
  if (phrase.phrase === "ON") return callsProcedure(p);
  const single = length === 1 && !p.token.upper.includes("_");
  const assigned =
    length === 1 &&
    ((single && p.names.assigned.has(p.token.upper)) || p.names.procedures.has(p.names.keyOf(p.token.text)));
  const next = p.peek(length);
  if (next.kind === "symbol" && next.upper === "(")
    return !assigned && !followsElement(p, length) && (phrase.entry !== null ? phrase.entry.statement : !single);
  if (p.atStatementEnd(length)) return !assigned;
  const entry = phrase.entry;
  if (entry?.statement) {
    // A sign may begin the operand of a statement keyword: TALK -x. What cannot begin one is reported as such.
    return !assigned || startsOperand(p, length);
  }
  if (entry) return startsOperand(p, length);
  return startsOperand(p, length) || !single || next.kind === "text" || (next.kind === "word" && !assigned);
}

/** ON event CALL procedure; the classic ON n GOTO has another word there. */
function callsProcedure(p: Parser): boolean {
  for (let i = 1; !p.atStatementEnd(i); i++) if (p.isWord("CALL", i)) return i > 1;
  return false;
}

export function parseKeywordStatement(p: Parser, match: PhraseMatch, out: Statement[]): void {
  const { phrase, length } = match;
  const start = p.token;
  const entry = phrase.entry;
  if (!entry) notAvailable(p, phrase.phrase);
  if (length === 1 && p.names.procedures.has(p.names.keyOf(start.text))) {
    p.report.add(
      "BAS411",
      tokenSpan(start),
      `${start.text} is the keyword ${phrase.phrase} here, not the procedure of that name`,
      `write CALL ${start.text}(...) for the procedure, or give it another name`,
    );
  }
  p.at += length;
  if (entry.literal || entry.function || !entry.statement)
    p.fail(
      "BAS210",
      start,
      `${entry.keyword} yields a value and is no statement`,
      `assign it: name = ${entry.keyword} ...`,
    );
  const own = OWN_STATEMENTS.get(entry.keyword);
  if (own) {
    own(p, entry, start, out);
    return;
  }
  if (entry.blockEnd) {
    parseHandler(p, entry, start, out);
    return;
  }
  const operands = parseStatementOperands(p, entry);
  out.push({
    kind: "keyword-statement",
    keyword: entry.keyword,
    operands: { ...aliasOperand(phrase), ...operands },
    span: p.span(start),
  });
}

/** The operands of a statement, with or without parentheses around them. */
function parseStatementOperands(p: Parser, entry: KeywordEntry): Record<string, Operand> {
  const wrapped = wrapsOperands(p, entry);
  if (wrapped) p.advance();
  const operands = parseOperands(p, entry, { reach: "full", ownsCommas: true });
  if (wrapped) p.expectSymbol(")", `after the operands of ${entry.keyword}`);
  return operands;
}

/** The words that an alias has beyond the keyword, where the row asks for them: GET FACEBOOK POSTS. */
export function aliasOperand({ phrase, entry }: Phrase): Record<string, Operand> {
  if (!entry?.aliasOperand) return {};
  const own = new Set(entry.keyword.split(" "));
  const word = phrase
    .split(" ")
    .filter((part) => !own.has(part))
    .join(" ");
  return word === "" ? {} : { [entry.aliasOperand]: { kind: "word", word } };
}

/** Reference 1.9 R1 for statements: the parenthesis ends the statement and holds several operands, or none. */
function wrapsOperands(p: Parser, entry: KeywordEntry): boolean {
  const open = p.token;
  if (open.kind !== "symbol" || open.upper !== "(" || open.match < 0) return false;
  if (!p.atStatementEnd(open.match + 1 - p.at)) return false;
  if (open.match === p.at + 1) return mayStandAlone(entry);
  return hasComma(p, p.at);
}

/** A word behind which the lexer cut out raw text: BEGIN TALK ... END TALK, TABLE ... END TABLE. */
export function parseRaw(p: Parser, out: Statement[]): void {
  const start = p.advance();
  let head = p.peek().kind === "text" ? p.advance() : null;
  const text = p.advance();
  let phrase = normalisePhrase(start.text);
  if (phrase === "BEGIN") {
    const rest = head ? normalisePhrase(head.text) : "";
    phrase = rest.startsWith("MAIL") ? "BEGIN MAIL" : `BEGIN ${rest}`;
    // What follows BEGIN MAIL on its line is the recipient.
    if (head && rest.startsWith("MAIL")) head = { ...head, start: head.start + 4, column: head.column + 4 };
  }
  // An unclosed text has been reported; it swallowed the rest of the file.
  if (text.upper === "OPEN") throw new Fault(null, tokenSpan(start), "", "");
  if (phrase === "TABLE") {
    out.push(parseTable(p, start, head, text));
    return;
  }
  const entry = findKeyword(phrase);
  const operand = entry?.forms[0]?.operands.at(-1);
  if (!entry || operand?.kind !== "block") notAvailable(p, phrase, start);
  const operands = phrase === "BEGIN MAIL" ? mailOperands(p, start, head, text) : { [operand.name]: textExpr(p, text) };
  out.push({ kind: "keyword-statement", keyword: entry.keyword, operands, span: p.span(start) });
}
