/** Statement keywords whose words need more than their row of the catalogue can say. */
import type { ArrayLiteral, Expr, KeywordCall, LValue, Operand, Statement } from "../ast.ts";
import type { KeywordEntry } from "../catalogue/index.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { parseTarget } from "./assignment.ts";
import { broadcastOf } from "./broadcast.ts";
import { BP, parseBinary, parseExpression, parseListItem } from "./expressions.ts";
import { parseOperands } from "./operands.ts";
import { describe, type Parser } from "./parser.ts";
import { parsePostfix } from "./primary.ts";
import { parseIndex } from "./table.ts";

/** The cursor is behind the phrase, `start` its first word. */
type ParseOwn = (p: Parser, entry: KeywordEntry, start: Token, out: Statement[]) => void;

/** HEAR NOWAIT leaves nothing to do: what the person writes meanwhile waits for WAIT FOR RESPONSE. */
const hearNoWait: ParseOwn = (p, _entry, start, out) => {
  const span = p.span(start);
  out.push({ kind: "expr-statement", expr: { kind: "literal", value: null, span }, span });
};

/** WAIT FOR RESPONSE AS v TIMEOUT s is a HEAR that gives NULL when its time is over. */
const waitForResponse: ParseOwn = (p, _entry, start, out) => {
  const targets: LValue[] = [];
  let timeout: Expr | null = null;
  if (p.takeWord("AS")) targets.push(parseTarget(p));
  if (p.takeWord("TIMEOUT")) timeout = parseBinary(p, BP.add, true);
  const span = p.span(start);
  const nothing: Expr = { kind: "literal", value: null, span };
  out.push({
    kind: "hear-statement",
    targets,
    as: "TEXT",
    options: null,
    open: false,
    prompt: null,
    default: timeout ? nothing : null,
    timeout,
    retries: null,
    span,
  });
};

/** HEAR FROM MEET INTO v [TIMEOUT s] assigns what the keyword yields. */
const hearFromMeet: ParseOwn = (p, entry, start, out) => {
  if (p.previous.upper !== "INTO" && !p.previous.upper.endsWith("_INTO")) p.expectWord("INTO", "after HEAR FROM MEET");
  const target = parseTarget(p);
  const operands: Record<string, Operand> = {};
  if (p.takeWord("TIMEOUT")) operands["timeout"] = parseExpression(p);
  out.push(assigned(p, target, entry.keyword, operands, start));
};

/** CARD image, text[, style[, count]] [TO v] */
const card: ParseOwn = (p, entry, start, out) => {
  const operands = parseOperands(p, entry, { reach: "full", ownsCommas: true });
  if (p.takeWord("TO")) out.push(assigned(p, parseTarget(p), entry.keyword, operands, start));
  else out.push({ kind: "keyword-statement", keyword: entry.keyword, operands, span: p.span(start) });
};

function assigned(
  p: Parser,
  target: LValue,
  keyword: string,
  operands: Record<string, Operand>,
  start: Token,
): Statement {
  const span = p.span(start);
  const value: KeywordCall = { kind: "keyword", keyword, operands, span };
  return { kind: "assign", target, op: "=", value, span };
}

const broadcast: ParseOwn = (p, entry, start, out) => {
  const operands = parseOperands(p, entry, { reach: "full", ownsCommas: true });
  out.push({ kind: "keyword-statement", ...broadcastOf(entry.keyword, operands), span: p.span(start) });
};

/** Schedules of one word that need no quotes; longer phrases are cut out by the lexer, which knows what 9:30am is. */
const SCHEDULE_WORDS: ReadonlySet<string> = new Set("HOURLY DAILY WEEKLY MONTHLY YEARLY WEEKDAYS WEEKENDS".split(" "));

const setSchedule: ParseOwn = (p, entry, start, out) => {
  const word = p.token;
  const isPhrase = word.kind === "word" && SCHEDULE_WORDS.has(word.upper) && !p.names.assigned.has(word.upper);
  if (isPhrase && p.atStatementEnd(1)) {
    p.advance();
    const values: Expr[] = [{ kind: "literal", value: word.text.toLowerCase(), span: tokenSpan(word) }];
    out.push({ kind: "keyword-statement", keyword: entry.keyword, operands: { values }, span: p.span(start) });
    return;
  }
  const operands = parseOperands(p, entry, { reach: "full", ownsCommas: true });
  out.push({ kind: "keyword-statement", keyword: entry.keyword, operands, span: p.span(start) });
};

/** ON event CALL procedure */
const onEvent: ParseOwn = (p, entry, start, out) => {
  const event = parsePostfix(p, true);
  p.expectWord("CALL", "after the event");
  const name = p.expectName("The name of a procedure");
  if (p.isSymbol("(") && p.isSymbol(")", 1)) p.at += 2;
  const key = p.names.keyOf(name.text);
  if (!p.names.procedures.has(key))
    p.fail("BAS302", name, `There is no SUB ${name.text} to call`, `write SUB ${name.text} ... END SUB`);
  out.push({
    kind: "keyword-statement",
    keyword: entry.keyword,
    operands: { event },
    handler: key,
    span: p.span(start),
  });
};

const MAX_STEPS = 100;

/** ORCHESTRATE WORKFLOW name, then lines STEP n: BOT b task, then END WORKFLOW or any other line. */
const orchestrate: ParseOwn = (p, entry, start, out) => {
  const name = parseExpression(p);
  const steps: Expr[] = [];
  for (;;) {
    let ahead = 0;
    while (p.peek(ahead).kind === "eol") ahead++;
    if (ahead === 0 && steps.length === 0 && p.isSymbol(":")) ahead = 1;
    if (p.isWord("END", ahead) && (p.isWord("WORKFLOW", ahead + 1) || p.isWord("ORCHESTRATE", ahead + 1))) {
      p.at += ahead + 2;
      break;
    }
    if (!p.isWord("STEP", ahead) || p.isSymbol("=", ahead + 1)) break;
    if (steps.length === MAX_STEPS)
      p.fail("BAS208", p.peek(ahead), `A workflow has at most ${MAX_STEPS} steps`, "divide it into two workflows");
    p.at += ahead;
    steps.push(workflowStep(p));
  }
  const list: ArrayLiteral = { kind: "array", items: steps, span: p.span(start) };
  out.push({ kind: "keyword-statement", keyword: entry.keyword, operands: { name, steps: list }, span: p.span(start) });
};

/** STEP n: BOT b task; n may be left out. */
function workflowStep(p: Parser): Expr {
  const first = p.advance();
  const number: Expr = p.isSymbol(":") || p.isWord("BOT") ? nothing(first) : parsePostfix(p, true);
  p.takeSymbol(":");
  p.expectWord("BOT", "in a step of a workflow");
  const bot = parsePostfix(p, true);
  p.takeSymbol(",");
  if (p.atStatementEnd())
    p.fail("BAS207", p.token, `The step needs a task, found ${describe(p.token)}`, 'write STEP 1: BOT "sales" "task"');
  const task = parseListItem(p);
  return {
    kind: "object",
    entries: [
      { key: "step", value: number },
      { key: "bot", value: bot },
      { key: "task", value: task },
    ],
    span: p.span(first),
  };
}

function nothing(at: Token): Expr {
  return { kind: "literal", value: null, span: tokenSpan(at) };
}

export const OWN_STATEMENTS: ReadonlyMap<string, ParseOwn> = new Map([
  ["HEAR NOWAIT", hearNoWait],
  ["WAIT FOR RESPONSE", waitForResponse],
  ["HEAR FROM MEET", hearFromMeet],
  ["CARD", card],
  ["BROADCAST", broadcast],
  ["SET SCHEDULE", setSchedule],
  ["ON", onEvent],
  ["ORCHESTRATE WORKFLOW", orchestrate],
  ["CREATE INDEX", (p, _entry, start, out) => out.push(parseIndex(p, start))],
]);
