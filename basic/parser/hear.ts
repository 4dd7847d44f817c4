/** HEAR in all its forms (reference 3.6). */
import type { Expr, Hear, HearExpr, HearStatement, LValue } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import { parseTarget } from "./assignment.ts";
import { BP, parseBinary } from "./expressions.ts";
import { describe, type Parser } from "./parser.ts";
import { startsOperand } from "./phrases.ts";
import { parsePostfix } from "./primary.ts";

/** Type words of HEAR and the canonical type of each (reference 5.2). */
export const HEAR_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    TEXT: "STRING ANY",
    NAME: "",
    EMAIL: "",
    INTEGER: "INT",
    NUMBER: "FLOAT DECIMAL DOUBLE",
    MONEY: "CURRENCY AMOUNT",
    BOOLEAN: "BOOL",
    DATE: "",
    DATETIME: "",
    HOUR: "TIME",
    MOBILE: "PHONE TELEPHONE",
    ZIPCODE: "ZIP CEP POSTALCODE",
    CPF: "",
    CNPJ: "",
    LANGUAGE: "LANG",
    URL: "LINK",
    UUID: "GUID",
    COLOR: "COLOUR",
    CREDITCARD: "CARD",
    PASSWORD: "PASS SECRET",
    FILE: "DOCUMENT DOC PDF",
    IMAGE: "PHOTO PICTURE",
    QRCODE: "QR",
    AUDIO: "VOICE SOUND",
    VIDEO: "",
    LOGIN: "AUTH",
  }).flatMap(([type, aliases]) =>
    [type, ...aliases.split(" ").filter(Boolean)].map((word): [string, string] => [word, type]),
  ),
);

/** The cursor is behind the word HEAR. */
export function parseHearStatement(p: Parser): HearStatement {
  const start = p.previous;
  const targets: LValue[] = [];
  const hear = newHear();
  if (p.isWord("AS") && !p.atStatementEnd(1) && !p.isSymbol(",", 1)) {
    // HEAR AS EMAIL: the variable is named like the type.
    const word = p.peek();
    parseAs(p, hear);
    if (word.kind !== "word")
      p.fail("BAS201", word, "HEAR AS wants the name of a type here", "write HEAR answer AS ... to choose from a list");
    const name = word.text.toLowerCase();
    targets.push({ kind: "name", name, key: p.names.keyOf(name), span: tokenSpan(word) });
  } else if (!p.atStatementEnd()) {
    do targets.push(parseTarget(p));
    while (p.takeSymbol(","));
  }
  parseClauses(p, hear);
  if (!p.atStatementEnd()) {
    p.fail(
      "BAS201",
      p.token,
      `${describe(p.token)} cannot stand in HEAR here`,
      'write for example: HEAR age AS INTEGER WITH "How old are you?"',
    );
  }
  return { kind: "hear-statement", targets, ...hear, span: p.span(start) };
}

/** `x = HEAR [prompt]`, with the clauses of the statement; the cursor is behind the word HEAR. */
export function parseHearValue(p: Parser): HearExpr {
  const start = p.previous;
  const hear = newHear();
  if (!p.atStatementEnd() && startsOperand(p, 0, CLAUSES)) hear.prompt = sum(p);
  parseClauses(p, hear);
  return { kind: "hear", ...hear, span: p.span(start) };
}

const CLAUSES: ReadonlySet<string> = new Set(["AS", "WITH", "DEFAULT", "TIMEOUT", "RETRIES"]);

type HearParts = Omit<Hear, "span">;

function newHear(): HearParts {
  return { as: "TEXT", options: null, open: false, prompt: null, default: null, timeout: null, retries: null };
}

function sum(p: Parser): Expr {
  return parseBinary(p, BP.add, true);
}

function parseClauses(p: Parser, hear: HearParts): void {
  for (;;) {
    if (p.isWord("AS")) {
      parseAs(p, hear);
    } else if (p.takeWord("WITH")) {
      hear.prompt = sum(p);
    } else if (p.takeWord("DEFAULT")) {
      hear.default = sum(p);
    } else if (p.takeWord("TIMEOUT")) {
      hear.timeout = sum(p);
    } else if (p.takeWord("RETRIES")) {
      hear.retries = sum(p);
    } else {
      return;
    }
  }
}

/** AS type | AS MENU options | AS option, option, * | AS list. The cursor is at AS. */
function parseAs(p: Parser, hear: HearParts): void {
  p.advance();
  const token = p.token;
  if (token.kind === "word") {
    const menu = token.upper === "MENU" && !p.atStatementEnd(1);
    if (menu) {
      p.advance();
    } else if (!followsAsExpression(p)) {
      const type = HEAR_TYPES.get(token.upper);
      if (type) {
        p.advance();
        hear.as = type;
        return;
      }
      if (!p.names.assigned.has(token.upper) && !(p.isSymbol(",", 1) || token.upper === "MENU")) {
        p.advance();
        p.report.add(
          "BAS405",
          tokenSpan(token),
          `${token.text} is no type of answer and no variable; the answer is taken as TEXT`,
          "write a type such as TEXT, NAME, EMAIL, INTEGER or DATE, or a list of options",
        );
        return;
      }
    }
  }
  parseOptions(p, hear, token.kind === "word" && token.upper === "MENU");
}

/** A word after AS that goes on as an expression: `AS menu.items`, `AS options[0]`, `AS choices(x)`. */
function followsAsExpression(p: Parser): boolean {
  const next = p.peek();
  return (
    next.kind === "symbol" &&
    (next.upper === "." || next.upper === "?." || next.upper === "(" || next.upper === "[" || next.upper === "+")
  );
}

function parseOptions(p: Parser, hear: HearParts, menu: boolean): void {
  const options: Expr[] = [];
  for (;;) {
    const token = p.token;
    if (token.kind === "symbol" && token.upper === "*") {
      p.advance();
      hear.open = true;
      if (p.isSymbol(",")) p.fail("BAS201", p.token, "* stands last in a list of options", "move * to the end");
      break;
    }
    const outer = p.optionalCommas;
    p.optionalCommas = false;
    options.push(token.kind === "word" ? parsePostfix(p, true) : sum(p));
    p.optionalCommas = outer;
    if (!p.takeSymbol(",")) break;
  }
  const only = options.length === 1 && !hear.open && !menu ? options[0] : undefined;
  if (only?.kind === "literal" && typeof only.value === "string" && looksLikePrompt(only.value)) {
    hear.prompt = only;
    return;
  }
  hear.as = "MENU";
  hear.options = options;
}

/** One text after AS that reads like a sentence is a question, not a menu of one (H-27). */
function looksLikePrompt(text: string): boolean {
  return /[?:)]\s*$/.test(text) || text.length > 40;
}
