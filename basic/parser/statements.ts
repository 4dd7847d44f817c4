/** One statement: tells by its first words which it is, and keeps a failure to itself (reference 1.8, 1.10). */
import type { Continue, Dim, Exit, Expr, Statement } from "../ast.ts";
import { findKeyword, type KeywordEntry, normalisePhrase } from "../catalogue/index.ts";
import { RESERVED_BLOCKS } from "../catalogue/reserved.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { parseAssignment, parseCall, parseNameStatement, parseTarget } from "./assignment.ts";
import { bad, inBlock, parseBody } from "./blocks.ts";
import { parseIf, parseSelect } from "./conditionals.ts";
import { hasComma, parseExpression, parseItems, parseListItem } from "./expressions.ts";
import { parseHearStatement } from "./hear.ts";
import { notAvailable } from "./keyword-values.ts";
import { parseDo, parseFor, parseRepeat, parseWhile } from "./loops.ts";
import { parseOperands } from "./operands.ts";
import { describe, Fault, type Parser, unexpected } from "./parser.ts";
import { followsElement, followsName, isAssignment, type PhraseMatch, phrasesAt, startsOperand } from "./phrases.ts";
import { parseDescription, parseParam, parseProcedure } from "./procedures.ts";
import { textExpr } from "./text.ts";
import { parseTry, parseWith } from "./try-with.ts";

/** Parses one statement into `out`. A failure is reported, and the rest of its line becomes a bad statement. Always moves on. */
export function parseStatement(p: Parser, out: Statement[]): void {
  const start = p.token;
  const at = p.at;
  const before = out.length;
  const { lineIfs, withDepth } = p;
  const blocks = p.blocks.length;
  try {
    p.depth = 0;
    p.optionalCommas = true;
    parse(p, out);
    if (!p.atStatementEnd() && !endsWithItself(out[out.length - 1])) unexpected(p);
    if (p.at === at) p.advance();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    p.reportFault(error);
    out.length = before;
    p.lineIfs = lineIfs;
    p.withDepth = withDepth;
    p.blocks.length = blocks;
    if (p.at === at) p.advance();
    p.skipLine();
    out.push(bad(p, start));
  }
}

/** A label may be followed by a statement on its line. */
function endsWithItself(statement: Statement | undefined): boolean {
  return statement?.kind === "label";
}

/** Statements up to the end of the line or to the ELSE of a single-line IF. A number alone is the target of a jump. */
export function parseLineStatements(p: Parser, out: Statement[]): void {
  let first = true;
  for (;;) {
    if (p.isSymbol(":")) {
      p.advance();
      continue;
    }
    if (p.atStatementEnd()) return;
    if (first && p.token.kind === "number" && p.atStatementEnd(1)) {
      const token = p.advance();
      out.push({ kind: "goto", key: token.text, sub: false, span: tokenSpan(token) });
    } else {
      parseStatement(p, out);
    }
    first = false;
  }
}

/** Words that are statements of their own, by what parses them. The cursor is at the word. */
const HANDLERS = new Map<string, (p: Parser, out: Statement[]) => void>([
  ["IF", (p, out) => out.push(parseIf(p))],
  ["SELECT", (p, out) => (p.isWord("CASE", 1) ? out.push(parseSelect(p)) : notAvailable(p, "SELECT"))],
  ["SWITCH", (p, out) => out.push(parseSelect(p))],
  ["FOR", (p, out) => out.push(parseFor(p))],
  ["WHILE", (p, out) => out.push(parseWhile(p))],
  ["DO", (p, out) => out.push(parseDo(p))],
  ["REPEAT", (p, out) => out.push(parseRepeat(p))],
  ["TRY", (p, out) => out.push(parseTry(p))],
  ["WITH", (p, out) => out.push(parseWith(p))],
  ["SUB", parseProcedure],
  ["FUNCTION", parseProcedure],
  ["PARAM", (p, out) => out.push(parseParam(p))],
  ["DESCRIPTION", (p, out) => out.push(parseDescription(p))],
  [
    "HEAR",
    (p, out) => {
      p.advance();
      out.push(parseHearStatement(p));
    },
  ],
  [
    "CALL",
    (p, out) => {
      p.advance();
      out.push(parseCall(p));
    },
  ],
  [
    "RUN",
    (p, out) => {
      p.advance();
      out.push(parseCall(p));
    },
  ],
  ["LET", parseLet],
  ["SET", parseLet],
  ["DIM", (p, out) => out.push(parseDim(p))],
  ["REDIM", (p, out) => out.push(parseDim(p))],
  ["LOCAL", (p, out) => out.push(parseDim(p))],
  ["CONST", parseConst],
  ["EXIT", (p, out) => out.push(parseExit(p))],
  ["BREAK", (p, out) => out.push({ kind: "exit", what: "loop", span: tokenSpan(p.advance()) })],
  ["CONTINUE", (p, out) => out.push(parseContinue(p))],
  ["STOP", (p, out) => out.push({ kind: "exit", what: "script", span: tokenSpan(p.advance()) })],
  ["END", (p, out) => out.push({ kind: "exit", what: "script", span: tokenSpan(p.advance()) })],
  [
    "RETURN",
    (p, out) => {
      const start = p.advance();
      const value = p.atStatementEnd() ? null : parseExpression(p);
      out.push({ kind: "return", value, span: p.span(start) });
    },
  ],
  ["GOTO", parseGoto],
  ["GOSUB", parseGoto],
  ["GO", parseGoto],
  [
    "LABEL",
    (p, out) => {
      const start = p.advance();
      const name = p.expectName("The name of the label");
      out.push({ kind: "label", key: name.text.toLowerCase(), span: p.span(start) });
    },
  ],
  ["THROW", parseThrow],
  ["RAISE", parseThrow],
  [
    "ASSERT",
    (p, out) => {
      const start = p.advance();
      const test = parseListItem(p);
      const message = p.takeSymbol(",") ? parseListItem(p) : null;
      out.push({ kind: "assert", test, message, span: p.span(start) });
    },
  ],
  ["ON", parseOnError],
  [
    "CLEAR",
    (p, out) => {
      const start = p.advance();
      p.advance();
      const name = "ERR_CLEAR";
      out.push({
        kind: "call-statement",
        target: { kind: "name", name, key: "err_clear", span: p.span(start) },
        args: [],
        span: p.span(start),
      });
    },
  ],
  [
    "OPTION",
    (p) => {
      // OPTION DIALECT says what is the default here; it leaves no trace in the tree.
      p.at += 2;
    },
  ],
]);

/** Statement words that are names where nothing that they need follows. */
function handles(p: Parser): boolean {
  const word = p.token.upper;
  if (followsName(p, 1)) return false;
  const ends = p.atStatementEnd(1);
  const assigned = p.names.assigned.has(word) || p.names.procedures.has(p.names.keyOf(p.token.text));
  switch (word) {
    case "CLEAR":
      return p.isWord("ERROR", 1) && p.atStatementEnd(2);
    case "OPTION":
      return p.isWord("DIALECT", 1);
    case "ON":
      return p.isWord("ERROR", 1);
    case "GO":
      return p.isWord("TO", 1) || p.isWord("SUB", 1);
    case "HEAR":
      return !p.isWord("NOWAIT", 1) && !(p.isWord("FROM", 1) && p.isWord("MEET", 2));
    case "RUN":
      return p.peek().kind === "string";
    case "LABEL":
      return p.peek().kind === "word" && p.atStatementEnd(2);
    case "SET":
      return setsName(p);
    case "SWITCH":
    case "REPEAT":
    case "LOCAL":
    case "BREAK":
    case "CONTINUE":
    case "STOP":
    case "RAISE":
    case "THROW":
    case "CALL":
    case "TRY":
      return !(assigned && (p.isSymbol("(", 1) || ends));
    default:
      return true;
  }
}

/** SET name = value, SET name.field = value; not SET "key" and not the SET phrases of the catalogue. */
function setsName(p: Parser): boolean {
  if (p.peek().kind !== "word") return false;
  return followsName(p, 2) || followsElement(p, 2);
}

function parse(p: Parser, out: Statement[]): void {
  const token = p.token;
  if (token.kind === "number" && isLineStart(p)) {
    p.advance();
    out.push({ kind: "label", key: token.text, span: tokenSpan(token) });
    return;
  }
  if (token.kind === "string" || token.kind === "number") {
    p.fail(
      "BAS201",
      token,
      `${describe(token)} alone is no statement`,
      token.kind === "string" ? "write TALK before it" : "assign it: name = value",
    );
  }
  if (token.kind !== "word") {
    if (token.kind === "symbol" && token.upper === "." && p.peek().kind === "word") {
      p.fail(
        "BAS210",
        token,
        `.${p.peek().text} has no object before it`,
        "write the variable before the point; only inside WITH it may be left out",
      );
    }
    unexpected(p);
  }
  const next = p.peek();
  if (next.kind === "symbol" && next.upper === ":" && isLineStart(p) && isLabel(token)) {
    p.at += 2;
    out.push({ kind: "label", key: token.text.toLowerCase(), span: tokenSpan(token) });
    return;
  }
  if (next.kind === "text" && token.upper !== "DESCRIPTION") {
    parseRaw(p, out);
    return;
  }
  if (followsName(p, 1)) {
    parseNameStatement(p, out);
    return;
  }
  const handler = HANDLERS.get(token.upper);
  const match = statementPhrase(p);
  // A longer phrase of the catalogue wins: ON FORM SUBMIT, RUN PYTHON, SET BOT MEMORY, CLEAR KB.
  if (handler && (!match || match.length < 2 || token.upper === "SELECT") && handles(p)) {
    handler(p, out);
    return;
  }
  if (token.upper === "SET" && (!match || match.length < 2)) setKey(p);
  if (match) {
    parseKeywordStatement(p, match, out);
    return;
  }
  parseNameStatement(p, out);
}

function isLineStart(p: Parser): boolean {
  return p.at === 0 || p.previous.kind === "eol";
}

/** A single word before a colon is a label, unless it is a whole statement by itself. */
function isLabel(token: Token): boolean {
  return !WHOLE_STATEMENTS.has(token.upper);
}

const WHOLE_STATEMENTS = new Set([
  "ELSE",
  "CLS",
  "BEEP",
  "END",
  "STOP",
  "EXIT",
  "BREAK",
  "RETURN",
  "HEAR",
  "DO",
  "REPEAT",
  "TRY",
  "CONTINUE",
  "PRINT",
  "NEXT",
  "WEND",
  "LOOP",
  "DEFAULT",
  "CATCH",
  "FINALLY",
  "RESUME",
]);

/** The longest phrase that is a statement here, implemented or reserved. */
function statementPhrase(p: Parser): PhraseMatch | null {
  const matches = phrasesAt(p);
  for (let i = matches.length - 1; i >= 0; i--) {
    const match = matches[i]!;
    if (isStatement(p, match)) return match;
  }
  return null;
}

function isStatement(p: Parser, { phrase, length }: PhraseMatch): boolean {
  if (phrase.entry?.ownGrammar || followsName(p, length)) return false;
  const single = length === 1 && !p.token.upper.includes("_");
  const assigned =
    single && (p.names.assigned.has(p.token.upper) || p.names.procedures.has(p.names.keyOf(p.token.text)));
  const next = p.peek(length);
  if (next.kind === "symbol" && next.upper === "(")
    return !assigned && !followsElement(p, length) && (phrase.entry !== null ? phrase.entry.statement : !single);
  if (p.atStatementEnd(length)) return !assigned;
  const entry = phrase.entry;
  if (entry && entry.statement) {
    // A sign may begin the operand of a statement keyword: TALK -x. What cannot begin one is reported as such.
    return !assigned || startsOperand(p, length);
  }
  if (entry) return startsOperand(p, length);
  return startsOperand(p, length) || !single || next.kind === "text" || (next.kind === "word" && !assigned);
}

function parseKeywordStatement(p: Parser, { phrase, length }: PhraseMatch, out: Statement[]): void {
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

function setKey(p: Parser): never {
  const next = p.peek();
  if (next.kind === "string")
    p.fail("BAS209", p.token, 'SET "key" is not available yet in this version', "use SET BOT MEMORY key, value");
  if (next.kind === "word" && p.isSymbol(",", 2))
    p.fail("BAS209", p.token, "SET name, value is not available yet in this version", "write name = value");
  p.fail("BAS201", next, `A variable and = are due after SET, found ${describe(next)}`, "write name = value");
}

function parseLet(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const target = parseTarget(p);
  if (!isAssignment(p.token))
    p.fail(
      "BAS201",
      p.token,
      `= is due after ${start.upper} and a variable, found ${describe(p.token)}`,
      "write name = value",
    );
  parseAssignment(p, target, start, out);
}

/** DIM, REDIM [PRESERVE] and LOCAL: all declare in the procedure around them. */
function parseDim(p: Parser): Dim {
  const start = p.advance();
  const redim = start.upper === "REDIM";
  const preserve = redim && p.isWord("PRESERVE") && p.peek().kind === "word";
  if (preserve) p.advance();
  const items: Dim["items"] = [];
  do {
    const name = p.expectName("The name of a variable");
    const open = p.token;
    let bounds: Expr[] = [];
    if (open.kind === "symbol" && open.upper === "(") {
      p.advance();
      bounds = parseItems(p, ")", open);
    }
    const type = p.takeWord("AS") ? p.expectName("A type").upper : null;
    items.push({ name: name.text, key: p.names.keyOf(name.text), bounds, type });
  } while (p.takeSymbol(","));
  if (p.isSymbol("="))
    p.fail(
      "BAS201",
      p.token,
      `${start.upper} declares and does not assign`,
      "assign on a line of its own: name = value",
    );
  return { kind: "dim", redim, preserve, items, span: p.span(start) };
}

function parseConst(p: Parser, out: Statement[]): void {
  const start = p.advance();
  do {
    const name = p.expectName("The name of the constant");
    p.expectSymbol("=", "after the name of a constant");
    out.push({
      kind: "const",
      name: name.text,
      key: p.names.keyOf(name.text),
      value: parseListItem(p),
      span: p.span(start),
    });
  } while (p.takeSymbol(","));
}

const EXITS = new Map<string, Exit["what"]>([
  ["FOR", "for"],
  ["WHILE", "while"],
  ["DO", "do"],
  ["LOOP", "loop"],
  ["IF", "if"],
  ["SUB", "sub"],
  ["FUNCTION", "function"],
]);

/** EXIT alone ends the script. */
function parseExit(p: Parser): Exit {
  const start = p.advance();
  if (p.atStatementEnd()) return { kind: "exit", what: "script", span: tokenSpan(start) };
  const what = p.token.kind === "word" ? EXITS.get(p.token.upper) : undefined;
  if (!what)
    p.fail(
      "BAS201",
      p.token,
      `FOR, WHILE, DO, LOOP, IF, SUB or FUNCTION is due after EXIT, found ${describe(p.token)}`,
      "write EXIT alone to end the script",
    );
  p.advance();
  return { kind: "exit", what, span: p.span(start) };
}

const CONTINUES = new Map<string, Continue["what"]>([
  ["FOR", "for"],
  ["WHILE", "while"],
  ["DO", "do"],
  ["LOOP", "loop"],
]);

function parseContinue(p: Parser): Continue {
  const start = p.advance();
  if (p.atStatementEnd()) return { kind: "continue", what: "loop", span: tokenSpan(start) };
  const what = p.token.kind === "word" ? CONTINUES.get(p.token.upper) : undefined;
  if (!what)
    p.fail(
      "BAS201",
      p.token,
      `FOR, WHILE or DO is due after CONTINUE, found ${describe(p.token)}`,
      "write CONTINUE alone for the innermost loop",
    );
  p.advance();
  return { kind: "continue", what, span: p.span(start) };
}

/** GOTO l, GO TO l, GOSUB l, GO SUB l. */
function parseGoto(p: Parser, out: Statement[]): void {
  const start = p.advance();
  let sub = start.upper === "GOSUB";
  if (start.upper === "GO") sub = p.advance().upper === "SUB";
  out.push({ kind: "goto", key: labelKey(p), sub, span: p.span(start) });
}

function labelKey(p: Parser): string {
  const token = p.token;
  if (token.kind !== "word" && token.kind !== "number")
    p.fail("BAS207", token, `A label is due, found ${describe(token)}`, "write the name of a label");
  p.advance();
  return token.text.toLowerCase();
}

function parseThrow(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const value = p.atStatementEnd() ? null : parseExpression(p);
  out.push({ kind: "throw", value, span: p.span(start) });
}

/** ON ERROR RESUME NEXT | GOTO 0 | GOTO label. */
function parseOnError(p: Parser, out: Statement[]): void {
  const start = p.advance();
  p.advance();
  if (p.takeWord("RESUME")) {
    p.expectWord("NEXT", "after ON ERROR RESUME");
    out.push({ kind: "on-error", mode: "resume-next", label: null, span: p.span(start) });
    return;
  }
  if (p.isWord("GO") && p.isWord("TO", 1)) p.advance();
  else if (!p.isWord("GOTO"))
    p.fail(
      "BAS201",
      p.token,
      `RESUME NEXT or GOTO is due after ON ERROR, found ${describe(p.token)}`,
      "write ON ERROR RESUME NEXT, ON ERROR GOTO label or ON ERROR GOTO 0",
    );
  p.advance();
  const label = labelKey(p);
  const off = label === "0";
  out.push({ kind: "on-error", mode: off ? "off" : "goto", label: off ? null : label, span: p.span(start) });
}

/** A word behind which the lexer cut out raw text: BEGIN TALK ... END TALK, TABLE ... END TABLE. */
function parseRaw(p: Parser, out: Statement[]): void {
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
