/** OPEN, CLOSE, KILL, NAME and MKDIR (reference 7.2). */
import type { Expr } from "../../ast.ts";
import type { FileStatement } from "../../ast-classic.ts";
import { tokenSpan } from "../../lexer/lexer.ts";
import { parseListItem } from "../expressions.ts";
import { describe, type Parser } from "../parser.ts";

const MODES: ReadonlySet<string> = new Set(["INPUT", "OUTPUT", "APPEND"]);

/** OPEN name FOR mode AS #n. Operands: name, mode, number. */
export function parseOpen(p: Parser): FileStatement {
  const start = p.advance();
  const name = parseListItem(p);
  p.expectWord("FOR", "behind the name of the file");
  const word = p.token;
  if (word.kind !== "word" || !MODES.has(word.upper))
    p.fail(
      "BAS201",
      word,
      `INPUT, OUTPUT or APPEND is due, found ${describe(word)}`,
      'write OPEN "a.txt" FOR INPUT AS #1',
    );
  p.advance();
  const mode: Expr = { kind: "literal", value: word.upper, span: tokenSpan(word) };
  p.expectWord("AS", "behind the way of opening");
  p.takeSymbol("#");
  const number = parseListItem(p);
  if (p.takeWord("LEN")) {
    p.expectSymbol("=", "behind LEN");
    parseListItem(p);
  }
  return { kind: "file-statement", word: "OPEN", operands: [name, mode, number], span: p.span(start) };
}

/** CLOSE with any count of numbers; KILL and MKDIR with a name; NAME a AS b. */
export function parseFile(p: Parser, word: "CLOSE" | "KILL" | "NAME" | "MKDIR"): FileStatement {
  const start = p.advance();
  const operands: Expr[] = [];
  if (word === "CLOSE") {
    while (!p.atStatementEnd()) {
      p.takeSymbol("#");
      operands.push(parseListItem(p));
      if (!p.takeSymbol(",")) break;
    }
  } else {
    operands.push(parseListItem(p));
    if (word === "NAME") {
      p.expectWord("AS", "between the two names");
      operands.push(parseListItem(p));
    }
  }
  return { kind: "file-statement", word, operands, span: p.span(start) };
}
