/** Statement keywords of the catalogue, block texts, and phrases that are only reserved (reference 1.8, 1.9). */
import type { Statement } from "../ast.ts";
import { findKeyword, type KeywordEntry, normalisePhrase } from "../catalogue/index.ts";
import { RESERVED_BLOCKS } from "../catalogue/reserved.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import { bad, inBlock, parseBody } from "./blocks.ts";
import { hasComma } from "./expressions.ts";
import { notAvailable } from "./keyword-values.ts";
import { parseOperands } from "./operands.ts";
import { Fault, type Parser } from "./parser.ts";
import { followsElement, followsName, type PhraseMatch, phrasesAt, startsOperand } from "./phrases.ts";
import { textExpr } from "./text.ts";

/** The longest phrase that is a statement here, implemented or reserved. */
export function statementPhrase(p: Parser): PhraseMatch | null {
  const matches = phrasesAt(p);
  for (let i = matches.length - 1; i >= 0; i--) {
    const match = matches[i]!;
    if (isStatement(p, match)) return match;
  }
  return null;
}

function isStatement(p: Parser, { phrase, length }: PhraseMatch): boolean {
  if (phrase.entry?.ownGrammar || followsName(p, length)) return false;
  // SEND MAIL to, subject: TO is a variable there, not the end of a longer phrase.
  if (p.isSymbol(",", length)) return false;
  const single = length === 1 && !p.token.upper.includes("_");
  const assigned =
    single && (p.names.assigned.has(p.token.upper) || p.names.procedures.has(p.names.keyOf(p.token.text)));
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

export function parseKeywordStatement(p: Parser, { phrase, length }: PhraseMatch, out: Statement[]): void {
  const start = p.token;
  const entry = phrase.entry;
  if (!entry) {
    parseReserved(p, phrase.phrase, out);
    return;
  }
  p.at += length;
  if (entry.literal || entry.function || !entry.statement)
    p.fail(
      "BAS210",
      start,
      `${entry.keyword} yields a value and is no statement`,
      `assign it: name = ${entry.keyword} ...`,
    );
  const wrapped = wrapsOperands(p, entry);
  if (wrapped) p.advance();
  const operands = parseOperands(p, entry, { reach: "full", ownsCommas: true });
  if (wrapped) p.expectSymbol(")", `after the operands of ${entry.keyword}`);
  out.push({ kind: "keyword-statement", keyword: entry.keyword, operands, span: p.span(start) });
}

/** Reference 1.9 R1 for statements: the parenthesis ends the statement and holds several operands, or none. */
function wrapsOperands(p: Parser, entry: KeywordEntry): boolean {
  const open = p.token;
  if (open.kind !== "symbol" || open.upper !== "(" || open.match < 0) return false;
  if (!p.atStatementEnd(open.match + 1 - p.at)) return false;
  if (open.match === p.at + 1) return entry.forms.some((form) => form.operands.every((spec) => spec.optional));
  return hasComma(p, p.at);
}

/** One error for a phrase that is not built yet; a block that it opens is read and left out. */
function parseReserved(p: Parser, phrase: string, out: Statement[]): void {
  const start = p.token;
  const block = RESERVED_BLOCKS.get(phrase);
  if (!block || block.raw) notAvailable(p, phrase);
  p.report.add(
    "BAS209",
    tokenSpan(start),
    `${phrase} is not available yet in this version`,
    "remove the block, or keep it for a later version",
  );
  p.skipLine();
  const body: Statement[] = [];
  inBlock(p, "reserved", phrase, start, () => {
    const closer = parseBody(p, body);
    if (closer) p.at += closer.length;
  });
  out.push(bad(p, start, body));
}

/** A word behind which the lexer cut out raw text: BEGIN TALK ... END TALK, TABLE ... END TABLE. */
export function parseRaw(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const head = p.peek().kind === "text" ? p.advance().text : "";
  const text = p.advance();
  const word = normalisePhrase(start.text);
  const phrase = word === "BEGIN" ? `BEGIN ${normalisePhrase(head)}` : word;
  // An unclosed text has been reported; it swallowed the rest of the file.
  if (text.upper === "OPEN") throw new Fault(null, tokenSpan(start), "", "");
  const entry = findKeyword(phrase);
  const operand = entry?.forms[0]?.operands[0];
  if (!entry || operand?.kind !== "block") {
    const reserved = word === "BEGIN" && phrase.startsWith("BEGIN MAIL") ? "BEGIN MAIL" : phrase;
    throw new Fault(
      "BAS209",
      tokenSpan(start),
      `${reserved} is not available yet in this version`,
      "remove the block, or keep it for a later version",
    );
  }
  out.push({
    kind: "keyword-statement",
    keyword: entry.keyword,
    operands: { [operand.name]: textExpr(p, text) },
    span: p.span(start),
  });
}
