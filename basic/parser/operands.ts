/** Operands of a catalogue keyword: separators, soft words and forms, read from its row (reference 1.8, 1.9). */
import type { ArrayLiteral, Expr, Literal, Operand } from "../ast.ts";
import type { KeywordEntry, KeywordForm, OperandSpec } from "../catalogue/index.ts";
import { BP, parseBinary, parseExpression } from "./expressions.ts";
import { describe, type Parser } from "./parser.ts";
import { startsOperand } from "./phrases.ts";
import { parsePostfix } from "./primary.ts";
import { atWhere, parseWhere } from "./where.ts";

/**
 * How far an operand reaches: `full` for statement keywords and inside parentheses, `sum` where a value keyword stands at
 * the start of an expression (R2), `primary` where it is the right operand of an operator (R3).
 */
export type Reach = "full" | "sum" | "primary";

export interface OperandContext {
  reach: Reach;
  /** A statement keyword, or one with its operands in parentheses: every comma is its own. */
  ownsCommas: boolean;
}

export function parseOperands(p: Parser, entry: KeywordEntry, context: OperandContext): Record<string, Operand> {
  const outer = p.optionalCommas;
  const values: (Operand | undefined)[] = [];
  let forms: readonly KeywordForm[] = entry.forms;
  let index = 0;
  for (;;) {
    const step =
      index === 0 ? firstStep(p, forms) : nextStep(p, entry, forms, index, values, context.ownsCommas, outer);
    if (!step) break;
    forms = step.forms;
    index = step.index;
    const spec = forms[0]!.operands[index]!;
    p.optionalCommas = !mayGoOn(forms, index) && outer;
    values[index] =
      spec.kind === "rest" ? parseRest(p, entry, spec, context, outer) : parseOne(p, entry, spec, context.reach);
    index++;
  }
  p.optionalCommas = outer;
  const form = forms.find((candidate) => satisfied(candidate, values)) ?? missing(p, entry, forms, values);
  const operands: Record<string, Operand> = {};
  form.operands.forEach((spec, i) => {
    const value = values[i];
    if (value === undefined) return;
    operands[spec.name] = value;
    if (spec.columns && Array.isArray(value)) operands[spec.columns] = columnNames(value);
  });
  return operands;
}

interface Step {
  forms: readonly KeywordForm[];
  index: number;
}

/** The first operand: a leading word of some form, or a value. */
function firstStep(p: Parser, forms: readonly KeywordForm[]): Step | null {
  if (p.atStatementEnd() || (p.isSymbol(")") && p.token.match >= 0)) return null;
  const token = p.token;
  if (token.kind === "word" && startsOperand(p, 1, NO_WORDS)) {
    const led = forms.filter((form) => form.operands[0]?.after?.includes(token.upper));
    if (led.length > 0) {
      p.advance();
      return { forms: led, index: 0 };
    }
  }
  const plain = forms.filter((form) => form.operands.length > 0 && !form.operands[0]!.softOnly);
  if (plain.length === 0) return null;
  return { forms: plain, index: 0 };
}

const NO_WORDS: ReadonlySet<string> = new Set();

/** The separator at the cursor and the forms that it leaves, or null where the operands end. */
function nextStep(
  p: Parser,
  entry: KeywordEntry,
  forms: readonly KeywordForm[],
  index: number,
  values: readonly (Operand | undefined)[],
  ownsCommas: boolean,
  optionalCommas: boolean,
): Step | null {
  const token = p.token;
  if (atWhere(p)) {
    const step = choose(forms, index, (spec) => spec.kind === "where");
    if (step) return step;
  }
  if (token.kind === "symbol" && token.upper === ",") {
    const step = choose(forms, index, (spec) => spec.kind !== "where" && !spec.softOnly && whenMet(spec, values[0]));
    if (!step) {
      if (!ownsCommas) return null;
      const most = Math.max(...forms.map((form) => form.operands.length));
      p.fail(
        "BAS208",
        token,
        `${entry.keyword} takes ${most === 1 ? "one operand" : `${most} operands`} here`,
        `remove what follows, for example: ${exampleOf(entry)}`,
      );
    }
    const met = forms.some((form) => satisfied(form, values));
    const fixed = step.forms[0]!.operands[step.index]!.whenFirst !== undefined;
    if (met && !ownsCommas && !optionalCommas && !fixed) return null;
    p.advance();
    const word = p.token;
    if (word.kind === "word" && startsOperand(p, 1, NO_WORDS)) {
      const led = step.forms.filter((form) => form.operands[step.index]?.after?.includes(word.upper));
      if (led.length > 0) p.advance();
    }
    return step;
  }
  if (token.kind === "word") {
    const step = choose(forms, index, (spec) => spec.after?.includes(token.upper) === true);
    if (step) p.advance();
    return step;
  }
  return null;
}

/** The forms whose next operand, optional ones skipped, fits; all at the index of the first of them. */
function choose(forms: readonly KeywordForm[], from: number, fits: (spec: OperandSpec) => boolean): Step | null {
  let chosen = -1;
  const left = forms.filter((form) => {
    for (let i = from; i < form.operands.length; i++) {
      const spec = form.operands[i]!;
      if (fits(spec)) {
        if (chosen < 0) chosen = i;
        return chosen === i;
      }
      if (!spec.optional) return false;
    }
    return false;
  });
  return left.length > 0 ? { forms: left, index: chosen } : null;
}

function whenMet(spec: OperandSpec, first: Operand | undefined): boolean {
  if (spec.whenFirst === undefined) return true;
  return first !== undefined && !Array.isArray(first) && first.kind === "literal" && first.value === spec.whenFirst;
}

function mayGoOn(forms: readonly KeywordForm[], index: number): boolean {
  return forms.some(
    (form) =>
      form.operands[index]?.kind === "rest" ||
      form.operands
        .slice(index + 1)
        .some((spec) => spec.kind !== "where" && !spec.softOnly && spec.whenFirst === undefined),
  );
}

function satisfied(form: KeywordForm, values: readonly (Operand | undefined)[]): boolean {
  if (values.length > form.operands.length) return false;
  return form.operands.every((spec, i) => spec.optional || values[i] !== undefined);
}

function missing(
  p: Parser,
  entry: KeywordEntry,
  forms: readonly KeywordForm[],
  values: readonly (Operand | undefined)[],
): never {
  const spec = forms[0]?.operands.find((candidate, i) => !candidate.optional && values[i] === undefined);
  const what = spec ? spec.name : "an operand";
  p.fail(
    "BAS207",
    p.token,
    `${entry.keyword} needs ${article(what)}, found ${describe(p.token)}`,
    `write for example: ${exampleOf(entry)}`,
  );
}

export function exampleOf(entry: KeywordEntry): string {
  return entry.example.split("\n")[0]!;
}

function article(word: string): string {
  return word.includes(" ") || word.endsWith("s") ? word : `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}

function parseOne(p: Parser, entry: KeywordEntry, spec: OperandSpec, reach: Reach): Operand {
  if (spec.kind === "where") return parseWhere(p, entry);
  const token = p.token;
  if (
    spec.words &&
    token.kind === "word" &&
    spec.words.includes(token.upper) &&
    (p.atStatementEnd(1) || p.peek().kind === "word" || p.isSymbol(")", 1))
  ) {
    p.advance();
    return { kind: "word", word: token.upper };
  }
  if (p.atStatementEnd() || p.isSymbol(",")) {
    p.fail(
      "BAS207",
      token,
      `${entry.keyword} needs ${article(spec.name)}, found ${describe(token)}`,
      `write for example: ${exampleOf(entry)}`,
    );
  }
  return parseReach(p, spec.primary ? "primary" : reach);
}

function parseReach(p: Parser, reach: Reach): Expr {
  if (reach === "full") return parseExpression(p);
  if (reach === "sum") return parseBinary(p, BP.add, true);
  return parsePostfix(p, false);
}

function parseRest(
  p: Parser,
  entry: KeywordEntry,
  spec: OperandSpec,
  context: OperandContext,
  optionalCommas: boolean,
): Expr[] {
  const items: Expr[] = [];
  p.optionalCommas = false;
  for (;;) {
    if (p.atStatementEnd()) {
      if (items.length > 0 && spec.semicolons) break;
      p.fail(
        "BAS207",
        p.token,
        `${entry.keyword} needs ${article(spec.name)}, found ${describe(p.token)}`,
        `write for example: ${exampleOf(entry)}`,
      );
    }
    items.push(parseReach(p, context.reach));
    if (!context.ownsCommas && !optionalCommas) break;
    if (p.takeSymbol(",")) continue;
    if (!(spec.semicolons && p.takeSymbol(";"))) break;
  }
  return items;
}

/** Column names of SAVE: variable name, last field of a path, NULL for anything else. */
function columnNames(values: readonly Expr[]): ArrayLiteral {
  const first = values[0]!;
  const items = values.map((value): Literal => {
    const name = value.kind === "name" || value.kind === "member" ? value.name : null;
    return { kind: "literal", value: name, span: value.span };
  });
  return { kind: "array", items, span: first.span };
}
