/** DIM and its kin, OPTION, TYPE, DEFINT (reference 7.2, 7.5.9). */
import type { Statement } from "../../ast.ts";
import type { Declare, DefType, DimItem, Erase, TypeDefinition } from "../../ast-classic.ts";
import { tokenSpan } from "../../lexer/lexer.ts";
import { parseListItem } from "../expressions.ts";
import { describe, type Parser } from "../parser.ts";
import { extension } from "./parts.ts";

export function parseDeclare(p: Parser, how: Declare["how"]): Declare {
  const start = p.advance();
  let isShared = false;
  let preserve = false;
  if ((how === "dim" || how === "redim") && p.isWord("SHARED")) {
    p.advance();
    isShared = true;
  }
  if (how === "redim" && p.isWord("PRESERVE")) {
    p.advance();
    preserve = true;
    if (p.takeWord("SHARED")) isShared = true;
  }
  const items: DimItem[] = [];
  do items.push(parseItem(p, how));
  while (p.takeSymbol(","));
  return { kind: "declare", how, isShared, preserve, items, span: p.span(start) };
}

/** COMMON [SHARED] a, b(): one program has nobody to share with but its procedures. */
export function parseCommon(p: Parser): Declare {
  const start = p.advance();
  const isShared = p.takeWord("SHARED");
  const items: DimItem[] = [];
  do items.push(parseItem(p, "shared"));
  while (p.takeSymbol(","));
  return { kind: "declare", how: "dim", isShared, preserve: false, items, span: p.span(start) };
}

function parseItem(p: Parser, how: Declare["how"]): DimItem {
  const name = p.expectName("The name of a variable or array");
  const bounds: DimItem["bounds"] = [];
  let isArray = false;
  if (p.isSymbol("(")) {
    const open = p.advance();
    isArray = true;
    while (!p.isSymbol(")")) {
      if (p.atStatementEnd()) p.fail("BAS104", open, "This ( is not closed", "put ) behind the last bound");
      bounds.push(parseBounds(p, how));
      if (p.isSymbol(")")) break;
      p.expectSymbol(",", "between the bounds of an array");
    }
    p.advance();
    // `DIM SHARED list()` says that a REDIM follows.
    if (bounds.length === 0 && (how === "redim" || (how === "dim" && p.classic?.numbered)))
      p.fail("BAS207", open, `The bound of ${name.text} is missing`, `write ${name.text}(10)`);
  } else if (p.classic?.numbered && how === "dim" && !p.isWord("AS"))
    p.fail("BAS207", p.token, `The bound of ${name.text} is missing`, `write ${name.text}(10)`);
  const type = p.takeWord("AS") ? parseTypeName(p) : null;
  return { name: name.text, key: p.names.keyOf(name.text), bounds, isArray, type, span: p.span(name) };
}

/** Numbered programs have fixed bounds; others may compute them and name the lower one. */
function parseBounds(p: Parser, how: Declare["how"]): DimItem["bounds"][number] {
  const token = p.token;
  const high = parseListItem(p);
  if (p.classic?.numbered && how === "dim") {
    const isConstant = token.kind === "number" && p.previous === token && Number.isInteger(token.value);
    if (!isConstant)
      p.fail(
        "BAS507",
        token,
        "The bound of an array is a whole number without a sign here",
        "write for example DIM A(20)",
      );
  }
  if (!p.isWord("TO")) return { low: null, high };
  extension(p, p.advance(), "A lower bound in DIM");
  return { low: high, high: parseListItem(p) };
}

/** A type word, in capitals; the length of `STRING * n` is read and left out. */
export function parseTypeName(p: Parser): string {
  const type = p.expectName("A type").upper;
  if (p.takeSymbol("*")) parseListItem(p);
  return type;
}

export function parseErase(p: Parser): Erase {
  const start = p.advance();
  const names: Erase["names"] = [];
  do {
    const token = p.expectName("The name of an array");
    names.push({ kind: "name", name: token.text, key: p.names.keyOf(token.text), span: tokenSpan(token) });
    if (p.isSymbol("(") && p.isSymbol(")", 1)) p.at += 2;
  } while (p.takeSymbol(","));
  return { kind: "erase", names, span: p.span(start) };
}

/** OPTION BASE 0 and 1; OPTION CLASSIC, ECMA and DIALECT have done their work. */
export function parseOption(p: Parser, out: Statement[]): void {
  const start = p.advance();
  if (p.isWord("CLASSIC") || p.isWord("ECMA") || p.isWord("DIALECT")) {
    p.advance();
    out.push({ kind: "nothing", word: "OPTION", span: p.span(start) });
    return;
  }
  if (p.isWord("EXPLICIT")) p.fail("BAS201", p.token, "OPTION EXPLICIT is not known here", "remove the line");
  p.expectWord("BASE", "behind OPTION");
  const token = p.token;
  if (token.kind !== "number" || (token.value !== 0 && token.value !== 1))
    p.fail(
      "BAS508",
      token,
      `OPTION BASE takes 0 or 1, found ${describe(token)}`,
      "write OPTION BASE 0 or OPTION BASE 1",
    );
  p.advance();
  out.push({ kind: "option-base", base: token.value, span: p.span(start) });
}

/** DEFINT A-Z, I, N-P. */
export function parseDefType(p: Parser, holds: DefType["holds"]): DefType {
  const start = p.advance();
  let letters = "";
  do {
    const first = letter(p);
    const last = p.takeSymbol("-") ? letter(p) : first;
    for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) letters += String.fromCharCode(code);
  } while (p.takeSymbol(","));
  return { kind: "def-type", holds, letters, span: p.span(start) };
}

function letter(p: Parser): string {
  const token = p.token;
  if (token.kind !== "word" || !/^[A-Z]$/.test(token.upper))
    p.fail("BAS201", token, `A letter is due, found ${describe(token)}`, "write for example DEFINT A-Z");
  p.advance();
  return token.upper.toLowerCase();
}

/** TYPE name ... END TYPE: a line for each field. */
export function parseType(p: Parser): TypeDefinition {
  const start = p.advance();
  const name = p.expectName("The name of the type").upper;
  const fields: TypeDefinition["fields"] = [];
  for (;;) {
    while (p.token.kind === "eol" || p.isSymbol(":")) p.advance();
    if (p.isWord("END") && p.isWord("TYPE", 1)) {
      p.at += 2;
      break;
    }
    if (p.token.kind === "end")
      p.fail("BAS204", start, "This TYPE is not closed", "write END TYPE behind its last field");
    const field = p.expectName("The name of a field");
    p.expectWord("AS", `behind the field ${field.text}`);
    fields.push({ name: field.text, type: parseTypeName(p) });
  }
  return { kind: "type", name, fields, span: p.span(start) };
}
