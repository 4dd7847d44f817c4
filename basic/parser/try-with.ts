/** TRY ... CATCH ... FINALLY and the record builder WITH (reference 3.4, 5.6). */
import type { LValue, Name, Statement, With } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { parseTarget } from "./assignment.ts";
import { bad, expectEnd, inBlock, parseBody, parseHead } from "./blocks.ts";
import { closeHint, closerAt, endsShort, judgeCloser } from "./closers.ts";
import { parseExpression } from "./expressions.ts";
import { describe, Fault, type Parser } from "./parser.ts";

/** The cursor is at TRY. */
export function parseTry(p: Parser): Statement {
  const start = p.advance();
  parseHead(p, () => true);
  const body: Statement[] = [];
  let catchName: Name | null = null;
  let catchBody: Statement[] | null = null;
  let finallyBody: Statement[] | null = null;
  inBlock(p, "try", "TRY", start, () => {
    let closer = parseBody(p, body);
    while (closer?.branch) {
      const word = p.advance();
      const part: Statement[] = [];
      if (finallyBody || (word.upper === "CATCH" && catchBody)) {
        p.report.add(
          "BAS205",
          tokenSpan(word),
          `${word.upper} stands twice, or behind FINALLY, in the TRY of line ${start.line}`,
          "write TRY, CATCH, FINALLY, END TRY in this order",
        );
      }
      if (word.upper === "CATCH") {
        parseHead(p, () => {
          if (p.atStatementEnd()) return;
          const name = p.expectName("A variable");
          catchName = { kind: "name", name: name.text, key: p.names.keyOf(name.text), span: tokenSpan(name) };
        });
        catchBody = part;
      } else {
        parseHead(p, () => true);
        finallyBody = part;
      }
      closer = parseBody(p, part);
    }
    if (closer) {
      p.at += closer.length;
      expectEnd(p, "END TRY");
    }
  });
  if (!catchBody && !finallyBody) catchBody = [];
  return { kind: "try", body, catchName, catch: catchBody, finally: finallyBody, span: p.span(start) };
}

/** The cursor is at WITH. */
export function parseWith(p: Parser): Statement {
  const start = p.advance();
  const target = parseHead(p, (): LValue => parseTarget(p));
  const lines: With["lines"] = [];
  p.withDepth++;
  inBlock(p, "with", "WITH", start, () => parseLines(p, start, lines));
  p.withDepth--;
  if (!target) return bad(p, start);
  return {
    kind: "with",
    target,
    bare: lines.length === 0 || lines.some((line) => !line.dotted),
    lines,
    span: p.span(start),
  };
}

function parseLines(p: Parser, start: Token, lines: With["lines"]): void {
  for (;;) {
    const token = p.token;
    if (token.kind === "eol" || p.isSymbol(":")) {
      p.advance();
      continue;
    }
    if (token.kind === "end") {
      p.report.add("BAS204", tokenSpan(start), "This WITH is not closed", `write ${closeHint("with")} where it ends`);
      return;
    }
    const closer = closerAt(p);
    if (closer?.kinds.includes("with")) {
      p.at += closer.length;
      expectEnd(p, "END WITH");
      return;
    }
    if (closer) {
      if (judgeCloser(p, closer) === "close") return;
      continue;
    }
    const at = p.at;
    try {
      lines.push(parseLine(p));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      p.depth = 0;
      p.optionalCommas = true;
      if (error.code === "BAS210") {
        // Another statement: either it strayed in here, or END WITH is missing before it.
        p.at = at;
        if (endsShort(p, "with")) {
          p.report.add(
            "BAS204",
            tokenSpan(start),
            `This WITH is not closed before line ${token.line}`,
            `write ${closeHint("with")} before line ${token.line}`,
          );
          return;
        }
      }
      p.reportFault(error);
      p.optionalCommas = true;
      p.skipLine();
    }
  }
}

/** `field = value`, `.field = value`, `"field name" = value`, `.1 = value`. */
function parseLine(p: Parser): With["lines"][number] {
  const start = p.token;
  const dotted = p.takeSymbol(".");
  const token = p.token;
  let field: string;
  let fraction = false;
  if (token.kind === "word") field = token.text;
  else if (token.kind === "string" && !token.parts && !dotted) field = String(token.value);
  else if (token.kind === "number" && (dotted || token.text.startsWith("."))) {
    field = token.text.replace(/^\./, "");
    fraction = true;
  } else {
    return p.fail(
      "BAS210",
      token,
      `Only lines of the form field = value stand in WITH, found ${describe(token)}`,
      "move the statement behind END WITH",
    );
  }
  p.advance();
  if (!p.isSymbol("=")) {
    p.fail(
      "BAS210",
      start,
      `Only lines of the form field = value stand in WITH, found ${describe(token)}`,
      "move the statement behind END WITH",
    );
  }
  p.advance();
  const value = parseExpression(p);
  if (!p.atStatementEnd())
    p.fail(
      "BAS201",
      p.token,
      `${describe(p.token)} cannot stand here`,
      "end the line before it, or put an operator between",
    );
  return { field, dotted: dotted || fraction, value, span: p.span(start) };
}
