/** PRINT, PRINT USING, WRITE, INPUT and LINE INPUT (reference 7.2, 7.5.5, 7.5.6). */
import type { Expr } from "../../ast.ts";
import type { Input, Print, PrintItem, WriteList } from "../../ast-classic.ts";
import { parseListItem } from "../expressions.ts";
import { describe, type Parser } from "../parser.ts";
import { parseItems } from "../primary.ts";
import { extension, parseTargets } from "./parts.ts";

/** `#n,` behind PRINT and the like; null where there is none. */
function parseChannel(p: Parser): Expr | null {
  const sign = p.token;
  if (!p.takeSymbol("#")) return null;
  extension(p, sign, "A file's number");
  const channel = parseListItem(p);
  if (!p.takeSymbol(",") && !p.atStatementEnd())
    p.fail("BAS201", p.token, `A comma is due behind the file's number, found ${describe(p.token)}`, "write #1, ...");
  return channel;
}

export function parsePrint(p: Parser): Print {
  const start = p.advance();
  const channel = parseChannel(p);
  let using: Expr | null = null;
  if (p.isWord("USING") && !p.atStatementEnd(1)) {
    extension(p, p.advance(), "PRINT USING");
    using = parseListItem(p);
    if (!p.takeSymbol(";")) p.expectSymbol(",", "behind the picture of PRINT USING");
  }
  const items: PrintItem[] = [];
  let separated = true;
  while (!p.atStatementEnd()) {
    const token = p.token;
    if (p.isSymbol(",") || p.isSymbol(";")) {
      p.advance();
      items.push({ kind: "separator", isComma: token.upper === "," });
      separated = true;
      continue;
    }
    if (!separated)
      p.fail(
        "BAS201",
        token,
        `A comma or a semicolon is due between what is printed, found ${describe(token)}`,
        "write ; between the two values",
      );
    items.push(parsePrintItem(p));
    separated = false;
  }
  return { kind: "print", channel, using, items, span: p.span(start) };
}

function parsePrintItem(p: Parser): PrintItem {
  const token = p.token;
  const isSpacing = token.kind === "word" && (token.upper === "TAB" || token.upper === "SPC") && p.isSymbol("(", 1);
  if (!isSpacing) return { kind: "value", value: parseListItem(p) };
  if (token.upper === "SPC") extension(p, token, "SPC");
  p.advance();
  const open = p.advance();
  const [value, ...more] = parseItems(p, ")", open);
  if (!value || more.length > 0) p.fail("BAS303", token, `${token.upper} takes one number`, `write ${token.upper}(10)`);
  return { kind: token.upper === "TAB" ? "tab" : "blanks", value };
}

export function parseWrite(p: Parser): WriteList {
  const start = p.advance();
  const channel = parseChannel(p);
  const values: Expr[] = [];
  if (!p.atStatementEnd()) {
    do values.push(parseListItem(p));
    while (p.takeSymbol(",") || p.takeSymbol(";"));
  }
  return { kind: "write-list", channel, values, span: p.span(start) };
}

export function parseInput(p: Parser): Input {
  const start = p.advance();
  return parseRequest(p, start, false);
}

export function parseLineInput(p: Parser): Input {
  const start = p.advance();
  p.advance();
  return parseRequest(p, start, true);
}

/** `prompt;` adds the question mark, `prompt,` does not; LINE INPUT never has one. */
function parseRequest(p: Parser, start: Input["span"] & Parser["token"], isLine: boolean): Input {
  const channel = parseChannel(p);
  let prompt = isLine ? "" : "? ";
  if (channel === null) {
    if (p.isSymbol(";")) extension(p, p.advance(), "INPUT with ;");
    const token = p.token;
    if (token.kind === "string" && (p.isSymbol(";", 1) || p.isSymbol(",", 1))) {
      extension(p, token, "A prompt in INPUT");
      p.advance();
      const mark = p.advance();
      prompt = String(token.value) + (mark.upper === ";" && !isLine ? "? " : "");
    }
  }
  const targets = parseTargets(p, isLine ? "LINE INPUT" : "INPUT");
  if (isLine && targets.length > 1)
    p.fail("BAS510", start, "LINE INPUT takes one variable", "write a LINE INPUT for each line");
  return { kind: "input", isLine, channel, prompt, targets, span: p.span(start) };
}
