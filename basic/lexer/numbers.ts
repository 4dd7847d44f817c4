/** Numerals: `12`, `.5`, `1.5E-2`, `0x1F`, `&H1F`, `&O17`, `&17`, `&B101`, each with an optional classic suffix. */
import { isBlank, isDigit, isNamePart, isNameStart } from "./characters.ts";
import type { Lexer } from "./lexer.ts";

const RADIX = /^(?:0[xX]([0-9a-fA-F]+)|&[hH]([0-9a-fA-F]+)|&[oO]?([0-7]+)|&[bB]([01]+))/;
const DECIMAL = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/;
/** Longest numeral that is looked at; longer ones are an error. */
const MAX_LENGTH = 400;

export function scanNumber(lexer: Lexer): void {
  const start = lexer.pos;
  const column = start - lexer.lineStart + 1;
  const text = lexer.source.slice(start, Math.min(start + MAX_LENGTH, lexer.end));
  const radix = RADIX.exec(text);
  let value: number;
  if (radix) {
    lexer.pos += radix[0].length;
    const [, hex, hex2, octal, binary] = radix;
    value = parseInt(hex ?? hex2 ?? octal ?? binary ?? "0", octal ? 8 : binary ? 2 : 16);
  } else {
    const decimal = DECIMAL.exec(text)?.[0] ?? text[0]!;
    lexer.pos += decimal.length;
    value = Number(decimal);
  }
  suffix(lexer);
  const bad = isNamePart(lexer.code());
  while (isNamePart(lexer.code())) lexer.pos++;
  const token = lexer.push("number", start, lexer.line, column);
  if (bad || !Number.isFinite(value)) {
    lexer.report.add(
      "BAS103",
      lexer.span(start, lexer.pos),
      `${clip(token.text)} is not a number that can be used`,
      bad ? "names begin with a letter; put an operator between a number and a name" : "the largest is about 1.8E+308",
    );
    value = 0;
  }
  token.value = value;
}

/** A classic suffix is dropped, under the rule of type marks: `5&"x"` concatenates. */
function suffix(lexer: Lexer): void {
  const c = lexer.code();
  if (c !== 37 && c !== 38 && c !== 33 && c !== 35 && c !== 64) return;
  let at = lexer.pos + 1;
  const attached = lexer.code(at);
  if (attached === c || attached === 61 || attached === 123) return;
  while (isBlank(lexer.code(at))) at++;
  const next = lexer.code(at);
  if (next === 34 || next === 39 || next === 40 || next === 91 || next === 123 || next === 46 || isDigit(next)) return;
  if (isNameStart(next) && at === lexer.pos + 1) return;
  if (isNameStart(next) && !/^(?:AND|OR|XOR|MOD|THEN|TO|STEP|ELSE|DO|IN|AS)\b/i.test(lexer.source.slice(at, at + 8)))
    return;
  lexer.pos++;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
