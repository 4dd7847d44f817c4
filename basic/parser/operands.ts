/** Operands of a catalogue keyword: separators, soft words and forms, read from its row (reference 1.8, 1.9). */
import type { ArrayLiteral, Expr, Literal, ObjectLiteral, Operand } from "../ast.ts";
import { type KeywordEntry, type KeywordForm, type OperandSpec, separatorWords } from "../catalogue/index.ts";
import { INFIX_WORDS } from "../lexer/words.ts";
import { BP, parseBinary, parseExpression, parseListItem } from "./expressions.ts";
import { describe, type Parser } from "./parser.ts";
import { followsName, startsOperand } from "./phrases.ts";
import { parsePostfix } from "./primary.ts";
import { atWhere, exampleHint, parseColumnName, parseSetList, parseWhere } from "./where.ts";

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

const softWords = new Map<KeywordEntry, ReadonlySet<string>>();

/** The soft words of one signature. */
export function softWordsOf(entry: KeywordEntry): ReadonlySet<string> {
  let words = softWords.get(entry);
  if (!words) {
    words = new Set(separatorWords(entry));
    softWords.set(entry, words);
  }
  return words;
}

export function parseOperands(p: Parser, entry: KeywordEntry, context: OperandContext): Record<string, Operand> {
  const outer = p.optionalCommas;
  const values: (Operand | undefined)[] = [];
  let forms: readonly KeywordForm[] = entry.forms;
  let index = 0;
  for (;;) {
    const step: Step | null =
      index === 0 ? firstStep(p, entry, forms) : nextStep(p, entry, forms, index, values, context.ownsCommas, outer);
    if (!step) break;
    forms = step.forms;
    index = step.index;
    const spec = forms[0]!.operands[index]!;
    p.optionalCommas = !mayGoOn(forms, index) && outer;
    values[index] =
      spec.kind === "rest"
        ? parseRest(p, entry, spec, context, outer)
        : parseOne(p, entry, spec, reachOf(forms, index, context.reach), values[0]);
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
    if (spec.variable && !Array.isArray(value) && value.kind === "name")
      operands[spec.variable] = { kind: "literal", value: value.name, span: value.span };
  });
  return operands;
}

/** What stands before an = ends before it: REMEMBER key = value (R6). */
function reachOf(forms: readonly KeywordForm[], index: number, reach: Reach): Reach {
  const keyed = forms.some((form) => form.operands[index + 1]?.after?.includes("="));
  return keyed && reach === "full" ? "sum" : reach;
}

interface Step {
  forms: readonly KeywordForm[];
  index: number;
}

/** The first operand: a leading word of some form, or a value. */
function firstStep(p: Parser, entry: KeywordEntry, forms: readonly KeywordForm[]): Step | null {
  if (p.atStatementEnd() || (p.isSymbol(")") && p.token.match >= 0)) return null;
  const heads = forms.map((form) => form.operands[0]).filter((spec) => spec !== undefined);
  const length = separatorLength(p, heads);
  if (length > 0 && standsAhead(p, entry, length)) {
    const led = forms.filter((form) => form.operands[0] && separatorAt(p, form.operands[0]) === length);
    p.at += length;
    return { forms: led, index: 0 };
  }
  const plain = forms.filter((form) => form.operands.length > 0 && !form.operands[0]!.softOnly);
  if (plain.length === 0) return null;
  return { forms: plain, index: 0 };
}

/** Words that divide where no operand is due and are names where one is: SEND MAIL TO to SUBJECT s. */
const NAMES_AT_HEART: ReadonlySet<string> = new Set(["TO", "AS", "DO", "STEP"]);

/** Whether an operand stands behind so many words that may introduce it. */
function standsAhead(p: Parser, entry: KeywordEntry, length: number): boolean {
  const token = p.peek(length);
  return startsOperand(p, length, softWordsOf(entry)) || (token.kind === "word" && NAMES_AT_HEART.has(token.upper));
}

/** How many words at the cursor introduce this operand: 0, 1, or 2 for a pair. */
function separatorAt(p: Parser, spec: OperandSpec): number {
  let longest = 0;
  for (const separator of spec.after ?? []) {
    const [first = "", second] = separator.split(" ");
    if (!p.isWord(first)) continue;
    if (second === undefined) longest = Math.max(longest, 1);
    else if (p.isWord(second, 1)) longest = 2;
  }
  return longest;
}

function separatorLength(p: Parser, specs: readonly OperandSpec[]): number {
  return p.token.kind === "word" ? Math.max(0, ...specs.map((spec) => separatorAt(p, spec))) : 0;
}

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
        `remove what follows; ${exampleHint(entry)}`,
      );
    }
    const met = forms.some((form) => satisfied(form, values));
    if (met && !ownsCommas && !optionalCommas && !isWanted(p, step, values[0])) return null;
    p.advance();
    if (p.token.kind === "word") {
      const specs = step.forms.map((form) => form.operands[step.index]!);
      const length = separatorLength(p, specs);
      if (length > 0 && standsAhead(p, entry, length)) p.at += length;
    }
    return step;
  }
  if (token.kind === "symbol" && token.upper === "=") {
    const step = choose(forms, index, (spec) => spec.after?.includes("=") === true);
    if (step) p.advance();
    return step;
  }
  if (token.kind === "word") {
    const length = separatorLength(
      p,
      forms.flatMap((form) => form.operands.slice(index)),
    );
    const step = length > 0 ? choose(forms, index, (spec) => separatorAt(p, spec) === length) : null;
    if (step) {
      p.at += length;
      return step;
    }
  }
  return choose(forms, index, (spec) => spec.beside === true && standsBeside(p, entry, spec));
}

/** Whether what is at the cursor can be an operand that nothing divides from the one before it. */
function standsBeside(p: Parser, entry: KeywordEntry, spec: OperandSpec): boolean {
  if (p.atStatementEnd()) return false;
  if (spec.kind === "word") return p.token.kind === "word" && spec.words?.includes(p.token.upper) === true;
  if (p.token.kind === "word" && INFIX_WORDS.has(p.token.upper) && !p.names.assigned.has(p.token.upper)) return false;
  return startsOperand(p, 0, softWordsOf(entry));
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
  return spec.whenFirst === undefined || textOf(first) === spec.whenFirst;
}

/** The text of an operand that is a literal text, else null. */
function textOf(operand: Operand | undefined): string | null {
  if (operand === undefined || Array.isArray(operand) || operand.kind !== "literal") return null;
  return typeof operand.value === "string" ? operand.value : null;
}

const UNITS = /^(milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|yyyy|[dhmnqswy]|ww)$/i;

/** Inside another list, whether the comma at the cursor belongs to this keyword all the same (R4). */
function isWanted(p: Parser, step: Step, first: Operand | undefined): boolean {
  const spec = step.forms[0]!.operands[step.index]!;
  if (spec.whenFirst !== undefined) return true;
  if (spec.unlessText) return textOf(first) === null;
  if (!spec.unit) return false;
  const next = p.peek();
  const isUnit = next.kind === "string" && !next.parts && UNITS.test(String(next.value));
  return isUnit || UNITS.test(textOf(first) ?? "");
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
  needs(p, entry, spec ? spec.name : "an operand");
}

function needs(p: Parser, entry: KeywordEntry, what: string): never {
  p.fail("BAS207", p.token, `${entry.keyword} needs ${article(what)}, found ${describe(p.token)}`, exampleHint(entry));
}

function article(word: string): string {
  return word.includes(" ") || word.endsWith("s") ? word : `${/^[aeio]/.test(word) ? "an" : "a"} ${word}`;
}

function parseOne(p: Parser, entry: KeywordEntry, spec: OperandSpec, reach: Reach, first?: Operand): Operand {
  if (spec.kind === "where") return parseWhere(p, entry, first);
  if (spec.kind === "set") return parseSetList(p, entry, first);
  if (spec.kind === "name" || spec.kind === "order") return parseColumnName(p, spec.kind === "order");
  if (spec.kind === "fields") return parseFields(p);
  const token = p.token;
  if (spec.words && token.kind === "word" && spec.words.includes(token.upper) && isBareWord(p, spec)) {
    p.advance();
    return { kind: "word", word: token.upper };
  }
  if (spec.kind === "word")
    p.fail(
      "BAS201",
      token,
      `${entry.keyword} wants one of ${spec.words?.join(", ")} here, found ${describe(token)}`,
      exampleHint(entry),
    );
  if (p.atStatementEnd() || p.isSymbol(",")) needs(p, entry, spec.name);
  return parseReach(p, spec.primary ? "primary" : reach);
}

/** Whether the word at the cursor stands for itself: nothing follows that would make it a part of an expression. */
function isBareWord(p: Parser, spec: OperandSpec): boolean {
  if (spec.kind === "word") return true;
  if (p.names.assigned.has(p.token.upper) || followsName(p, 1)) return false;
  // A primary ends here, whatever operator follows: FORMAT o AS JSON & "."
  if (spec.primary) return true;
  const next = p.peek();
  if (next.kind !== "symbol") return true;
  return [",", ")", "]", "}", ":", "}block"].includes(next.upper) || (next.spaced && "([{".includes(next.upper));
}

function parseReach(p: Parser, reach: Reach): Expr {
  if (reach === "full") return parseExpression(p);
  if (reach === "sum") return parseBinary(p, BP.add, true);
  return parsePostfix(p, false);
}

/** `name = value, name = value`, as one object. */
function parseFields(p: Parser): ObjectLiteral {
  const first = p.token;
  const entries: ObjectLiteral["entries"] = [];
  do {
    const token = p.token;
    const key = token.kind === "string" && !token.parts ? String(p.advance().value) : p.expectName("A field name").text;
    p.expectSymbol("=", `after the field ${key}`);
    entries.push({ key, value: parseListItem(p) });
  } while (p.takeSymbol(","));
  return { kind: "object", entries, span: p.span(first) };
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
      needs(p, entry, spec.name);
    }
    items.push(parseReach(p, context.reach));
    if (context.ownsCommas || optionalCommas) {
      if (p.takeSymbol(",")) continue;
      if (spec.semicolons && p.takeSymbol(";")) continue;
    }
    if (!(spec.beside && standsBeside(p, entry, spec))) break;
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
