/** FOR, FOR EACH, WHILE, DO and REPEAT (reference 3.2). */
import type { Do, Expr, For, ForEach, Name, Statement } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { bad, expectEnd, inBlock, parseBody, parseHead } from "./blocks.ts";
import { parseExpression } from "./expressions.ts";
import type { Parser } from "./parser.ts";

type ForHead = Omit<For, "body" | "span"> | Omit<ForEach, "body" | "span">;

/** The cursor is at FOR. */
export function parseFor(p: Parser): Statement {
  const start = p.advance();
  const each = p.isWord("EACH") && p.peek().kind === "word" && !(p.isWord("IN", 1) && !p.isWord("IN", 2));
  if (each) p.advance();
  const head = parseHead(p, () => parseForHead(p, each));
  const body: Statement[] = [];
  const closer = inBlock(p, "for", each ? "FOR EACH" : "FOR", start, () => parseBody(p, body));
  if (closer) {
    p.at += closer.length;
    if (closer.name === "NEXT") parseNextNames(p, head?.target ?? null);
    expectEnd(p, closer.name);
  } else if (p.pendingNext > 0) {
    p.pendingNext--;
    const name = p.nextNames.shift();
    if (p.classic && name && head) expectNext(p, name, head.target);
  }
  if (!head) return bad(p, start, body);
  return { ...head, body, span: p.span(start) };
}

function parseForHead(p: Parser, each: boolean): ForHead {
  const token = p.expectName("The variable of the loop");
  const target: Name = { kind: "name", name: token.text, key: p.names.keyOf(token.text), span: tokenSpan(token) };
  if (each || p.isWord("IN")) {
    p.expectWord("IN", `after FOR EACH ${token.text}`);
    const list = parseExpression(p);
    let take: ForEach["take"] = null;
    if (p.isWord("FIRST") || p.isWord("LAST")) {
      const end = p.advance().upper === "FIRST" ? "first" : "last";
      take = { end, count: parseExpression(p) };
    }
    p.takeWord("DO");
    return { kind: "for-each", target, list, take };
  }
  p.expectSymbol("=", `after FOR ${token.text}`);
  const from = parseExpression(p);
  p.expectWord("TO", "between the bounds of FOR");
  const to = parseExpression(p);
  const step = p.takeWord("STEP") ? parseExpression(p) : null;
  p.takeWord("DO");
  return { kind: "for", target, from, to, step };
}

/** `NEXT`, `NEXT i`, `NEXT i, j`: each name closes one loop; a name that is another loop's is only warned of (H-15). */
function parseNextNames(p: Parser, target: Name | null): void {
  let count = 0;
  while (p.token.kind === "word" && !p.atStatementEnd()) {
    const token = p.advance();
    if (p.classic) {
      if (count > 0) p.nextNames.push(token);
      else if (target) expectNext(p, token, target);
    } else if (count === 0 && target && p.names.keyOf(token.text) !== target.key) {
      p.report.add(
        "BAS404",
        tokenSpan(token),
        `NEXT ${token.text} closes the loop over ${target.name}`,
        `write NEXT ${target.name}`,
      );
    }
    count++;
    if (!p.takeSymbol(",")) break;
  }
  if (p.classic?.numbered && count !== 1)
    p.report.add(
      "BAS506",
      tokenSpan(p.previous),
      "NEXT names exactly one variable in a program with line numbers",
      target ? `write NEXT ${target.name}` : "write NEXT and the variable of its FOR",
    );
  let open = 0;
  while (p.blocks[p.blocks.length - 1 - open]?.kind === "for") open++;
  if (count - 1 > open) {
    p.report.add("BAS205", tokenSpan(p.previous), "NEXT names more loops than are open", "remove the last name");
    count = open + 1;
  }
  p.pendingNext = Math.max(count - 1, 0);
}

/** Classic: the name behind NEXT is that of its FOR (reference 7.5.8). */
function expectNext(p: Parser, token: Token, target: Name): void {
  if (p.names.keyOf(token.text) === target.key) return;
  p.report.add(
    "BAS506",
    tokenSpan(token),
    `NEXT ${token.text} does not close the FOR over ${target.name} of line ${target.span.line}`,
    `write NEXT ${target.name}, or end the inner loop first`,
  );
}

/** The cursor is at WHILE. */
export function parseWhile(p: Parser): Statement {
  const start = p.advance();
  const test = parseHead(p, () => {
    const condition = parseExpression(p);
    p.takeWord("DO");
    return condition;
  });
  const body: Statement[] = [];
  closeLoop(p, "while", "WHILE", start, body);
  if (!test) return bad(p, start, body);
  return { kind: "while", test, body, span: p.span(start) };
}

/** The cursor is at DO. */
export function parseDo(p: Parser): Statement {
  const start = p.advance();
  const head = parseHead(p, () => ({ pre: parseLoopTest(p) }));
  const body: Statement[] = [];
  const closed = closeLoop(p, "do", "DO", start, body);
  const post = closed === "LOOP" ? parseLoopTest(p) : null;
  if (!head) return bad(p, start, body);
  return { kind: "do", pre: head.pre, post, body, span: p.span(start) };
}

function parseLoopTest(p: Parser): Do["pre"] {
  if (p.takeWord("WHILE")) return { until: false, test: parseExpression(p) };
  if (p.takeWord("UNTIL")) return { until: true, test: parseExpression(p) };
  return null;
}

/** The cursor is at REPEAT. */
export function parseRepeat(p: Parser): Statement {
  const start = p.advance();
  const body: Statement[] = [];
  const closed = closeLoop(p, "repeat", "REPEAT", start, body);
  let test: Expr = { kind: "literal", value: true, span: tokenSpan(start) };
  if (closed === "UNTIL") test = parseExpression(p);
  return { kind: "do", pre: null, post: { until: true, test }, body, span: p.span(start) };
}

/** Reads the body and steps over its end, whose name is returned; null where it is not closed. */
function closeLoop(
  p: Parser,
  kind: "while" | "do" | "repeat",
  name: string,
  start: Token,
  body: Statement[],
): string | null {
  const closer = inBlock(p, kind, name, start, () => parseBody(p, body));
  if (!closer) return null;
  p.at += closer.length;
  if (closer.name !== "LOOP" && closer.name !== "UNTIL") expectEnd(p, closer.name);
  return closer.name;
}
