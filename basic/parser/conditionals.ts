/** IF in its three forms, SELECT CASE and SWITCH (reference 3.2). */
import type { CaseItem, Expr, If, Select, Statement } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { bad, expectEnd, inBlock, parseBody, parseHead } from "./blocks.ts";
import { endsShort } from "./closers.ts";
import { parseExpression, parseListItem } from "./expressions.ts";
import { describe, Fault, MAX_DEPTH, type Parser } from "./parser.ts";
import { parseLineStatements } from "./statements.ts";

interface Condition {
  /** `block` until END IF, `line` to the end of the line, `brace` until }, `none` where it failed and nothing follows. */
  form: "block" | "line" | "brace" | "none";
  test: Expr | null;
}

/** The cursor is at IF. */
export function parseIf(p: Parser): Statement {
  const start = p.advance();
  const head = parseCondition(p);
  if (head.form === "none") return bad(p, start);
  if (head.form === "line") return parseLineIf(p, start, head.test);
  const brace = head.form === "brace";
  const branches: If["branches"] = [];
  const all: Statement[] = [];
  let otherwise: Statement[] | null = null;
  let broken = false;
  let test = head.test;
  let inElse = false;
  let body: Statement[] = [];
  for (;;) {
    const closer = inBlock(p, brace ? "brace" : "if", "IF", start, () => parseBody(p, body));
    all.push(...body);
    if (inElse) otherwise = [...(otherwise ?? []), ...body];
    else if (test) branches.push({ test, body });
    else broken = true;
    body = [];
    if (!closer) break;
    const branch = brace ? braceBranch(p) : lineBranch(p, closer.length, closer.branch);
    if (!branch) break;
    if (inElse) {
      p.report.add("BAS205", tokenSpan(branch), `${branch.text} follows the ELSE of the same IF`, "put ELSE last");
      broken = true;
    }
    inElse = branch.upper === "ELSE" && !(p.isWord("IF") && chains(p));
    if (inElse) {
      if (brace && !p.takeSymbol("{block")) {
        p.report.add("BAS201", tokenSpan(p.token), `{ is due after ELSE, found ${describe(p.token)}`, "write } ELSE {");
        p.skipLine();
      }
      continue;
    }
    if (branch.upper === "ELSE") p.advance();
    const next = parseCondition(p);
    test = next.test;
    if (next.form === "line") parseLineStatements(p, body);
  }
  if (broken) return bad(p, start, all);
  return { kind: "if", branches, else: otherwise, span: p.span(start) };
}

/** Steps over END IF, or over the word of a branch, which is returned. */
function lineBranch(p: Parser, length: number, branch: boolean): Token | null {
  const token = p.token;
  p.at += length;
  if (branch) return token;
  expectEnd(p, "END IF");
  return null;
}

/** Steps over `}` and, where one follows, ELSE, which is returned; it may stand on the next line. */
function braceBranch(p: Parser): Token | null {
  p.advance();
  let skip = 0;
  while (p.peek(skip).kind === "eol") skip++;
  if (p.isWord("ELSE", skip) || p.isWord("ELSEIF", skip)) {
    p.at += skip;
    return p.advance();
  }
  expectEnd(p, "}");
  return null;
}

/** H-13: ELSE IF whose THEN ends the line goes on with the chain; with a statement behind THEN it is an IF inside ELSE. */
function chains(p: Parser): boolean {
  let then = false;
  for (let i = 0; ; i++) {
    const token = p.peek(i);
    if (token.kind === "symbol" && token.upper === "{block") return true;
    if (p.atLineEnd(i)) return !then || p.isWord("THEN", i - 1);
    if (token.kind === "word" && token.upper === "THEN") then = true;
  }
}

function parseCondition(p: Parser): Condition {
  let test: Expr;
  try {
    test = parseExpression(p);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    p.reportFault(error);
    p.depth = 0;
    return { form: formOfRest(p), test: null };
  }
  if (p.takeSymbol("{block")) return { form: "brace", test };
  if (p.isWord("GOTO")) return { form: "line", test };
  if (p.takeWord("THEN")) return { form: p.atLineEnd() ? "block" : "line", test };
  const token = p.token;
  const after = p.previous;
  if (token.kind === "symbol" && (token.upper === ")" || token.upper === "]" || token.upper === "}")) {
    p.report.add(
      "BAS105",
      tokenSpan(token),
      `This ${token.text} has no partner`,
      "remove it, or open a bracket before it",
    );
  } else {
    const at = { line: after.endLine, column: after.endColumn, endLine: after.endLine, endColumn: after.endColumn + 1 };
    const seen = p.atLineEnd() ? "" : `, found ${describe(token)}`;
    p.report.add("BAS203", at, `THEN is missing after the condition${seen}`, "write IF condition THEN");
  }
  return { form: formOfRest(p), test: null };
}

/** How an IF with a faulty head goes on: by the end of its line, and by how many END IFs are left. */
function formOfRest(p: Parser): Condition["form"] {
  let then = false;
  while (!p.atLineEnd()) {
    const token = p.advance();
    if (token.kind === "symbol" && token.upper === "{block") return "brace";
    if (token.kind === "word" && token.upper === "THEN") {
      if (p.atLineEnd()) return "block";
      then = true;
    }
  }
  return then || endsShort(p, "if", 1) ? "none" : "block";
}

function parseLineIf(p: Parser, start: Token, test: Expr | null): Statement {
  const body: Statement[] = [];
  let otherwise: Statement[] | null = null;
  if (p.lineIfs >= MAX_DEPTH)
    p.fail(
      "BAS902",
      start,
      `IFs on one line are nested more than ${MAX_DEPTH} deep`,
      "move inner parts into procedures",
    );
  p.lineIfs++;
  parseLineStatements(p, body);
  if (p.takeWord("ELSE")) {
    otherwise = [];
    parseLineStatements(p, otherwise);
  }
  p.lineIfs--;
  if (!test) return bad(p, start, body);
  return { kind: "if", branches: [{ test, body }], else: otherwise, span: p.span(start) };
}

/** The cursor is at SELECT or SWITCH. */
export function parseSelect(p: Parser): Statement {
  const start = p.advance();
  const isSwitch = start.upper === "SWITCH";
  const subject = parseHead(p, () => {
    if (!isSwitch) p.expectWord("CASE", "after SELECT");
    return parseExpression(p);
  });
  const cases: Select["cases"] = [];
  const all: Statement[] = [];
  let otherwise: Statement[] | null = null;
  inBlock(p, "select", isSwitch ? "SWITCH" : "SELECT CASE", start, () => {
    const before: Statement[] = [];
    let closer = parseBody(p, before);
    // With line numbers, that of the first CASE stands there, and belongs to its branch.
    let labels = before.filter(({ kind }) => kind === "label");
    const stray = before.find(({ kind }) => kind !== "bad" && kind !== "label");
    if (stray)
      p.report.add(
        "BAS210",
        stray.span,
        "A statement before the first CASE is never reached",
        "move it before the block or behind a CASE",
      );
    all.push(...before.filter(({ kind }) => kind !== "label"));
    while (closer?.branch) {
      const word = p.advance();
      const body = labels;
      labels = [];
      if (word.upper === "DEFAULT" || p.takeWord("ELSE")) {
        closer = parseBody(p, body);
        otherwise = [...(otherwise ?? []), ...body];
      } else {
        const items = parseHead(p, () => parseCaseItems(p));
        closer = parseBody(p, body);
        if (items) cases.push({ items, body });
      }
      all.push(...body);
    }
    if (closer) {
      p.at += closer.length;
      expectEnd(p, closer.name);
    }
  });
  if (!subject) return bad(p, start, all);
  return { kind: "select", subject, cases, else: otherwise, span: p.span(start) };
}

const RELATIONS: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);

function isRelation(symbol: string): symbol is "=" | "<>" | "<" | "<=" | ">" | ">=" {
  return RELATIONS.has(symbol);
}

function parseCaseItems(p: Parser): CaseItem[] {
  const items: CaseItem[] = [];
  do {
    const relation = p.isWord("IS") ? p.peek() : p.token;
    if (relation.kind === "symbol" && isRelation(relation.upper)) {
      p.takeWord("IS");
      p.advance();
      items.push({ kind: "relation", op: relation.upper, value: parseListItem(p) });
      continue;
    }
    const value = parseListItem(p);
    items.push(p.takeWord("TO") ? { kind: "range", low: value, high: parseListItem(p) } : { kind: "value", value });
  } while (p.takeSymbol(","));
  return items;
}
