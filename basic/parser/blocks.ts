/** What all block statements share. A head fails alone: its body is still read, so that nothing cascades. */
import type { Procedure, Statement } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { type Closer, closeHint, closerAt, endsShort, judgeCloser } from "./closers.ts";
import { Abort, type BlockKind, describe, Fault, MAX_DEPTH, type Parser } from "./parser.ts";
import { parseStatement } from "./statements.ts";

/** Statements up to the end or a branch of the block, which is not taken; null where the block is not closed. */
export function parseBody(p: Parser, out: Statement[]): Closer | null {
  const block = p.blocks[p.blocks.length - 1];
  for (;;) {
    if (p.report.full) throw new Abort();
    const token = p.token;
    if (token.kind === "eol" || (token.kind === "symbol" && token.upper === ":")) {
      p.advance();
      continue;
    }
    if (token.kind === "end") {
      if (block)
        p.report.add(
          "BAS204",
          tokenSpan(block.token),
          `This ${block.name} is not closed`,
          `write ${closeHint(block.kind)} where it ends`,
        );
      return null;
    }
    const closer = closerAt(p);
    if (closer) {
      if (block && closer.kinds.includes(block.kind)) return closer;
      if (judgeCloser(p, closer) === "close") return null;
      continue;
    }
    if (block && beginsProcedure(p) && endsShort(p, block.kind)) {
      p.report.add(
        "BAS204",
        tokenSpan(block.token),
        `This ${block.name} is not closed before the ${token.upper} of line ${token.line}`,
        `write ${closeHint(block.kind)} before line ${token.line}`,
      );
      return null;
    }
    parseStatement(p, out);
    // NEXT i, j closed this loop as well.
    if (p.pendingNext > 0 && block?.kind === "for") return null;
  }
}

function beginsProcedure(p: Parser): boolean {
  return (p.isWord("SUB") || p.isWord("FUNCTION")) && p.peek().kind === "word";
}

/** Opens a block for the time that `parse` runs. */
export function inBlock<T>(p: Parser, kind: BlockKind, name: string, token: Token, parse: () => T): T {
  if (p.blocks.length >= MAX_DEPTH) {
    p.report.add(
      "BAS902",
      tokenSpan(token),
      `Blocks are nested more than ${MAX_DEPTH} deep`,
      "move inner parts into procedures",
    );
    throw new Abort();
  }
  p.blocks.push({ kind, name, token });
  const result = parse();
  p.blocks.pop();
  return result;
}

/** The statements of a block that `start` opened, up to its end, which is taken. The cursor is behind its head. */
export function parseBlock(p: Parser, kind: BlockKind, name: string, start: Token): Statement[] {
  const body: Statement[] = [];
  inBlock(p, kind, name, start, () => {
    const closer = parseBody(p, body);
    if (!closer) return;
    p.at += closer.length;
    expectEnd(p, closer.name);
  });
  return body;
}

/** Definitions inside other blocks are hoisted to the end of the script. */
export function placeProcedure(p: Parser, out: Statement[], procedure: Procedure): void {
  if (p.blocks.length > 0) p.hoisted.push(procedure);
  else out.push(procedure);
}

/** Parses a head up to the end of its line; null where it failed, which has then been reported. */
export function parseHead<T>(p: Parser, parse: () => T): T | null {
  try {
    const head = parse();
    if (p.atLineEnd() || p.isSymbol(":")) return head;
    p.fail("BAS201", p.token, `${describe(p.token)} cannot stand here`, "put it on a line of its own");
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    p.reportFault(error);
    p.skipLine();
    return null;
  }
}

/** What could not be parsed; a body that was read all the same is kept for the checker. */
export function bad(p: Parser, start: Token, body: Statement[] = []): Statement {
  const last = p.previous;
  const end = Math.min(Math.max(last.end, start.end), start.start + 200);
  const text = p.source.slice(start.start, end).replace(/[\r\n].*/s, "");
  const span = p.span(start);
  return body.length > 0 ? { kind: "bad", text, body, span } : { kind: "bad", text, span };
}

/** Says that nothing may follow on the line of a block's end. */
export function expectEnd(p: Parser, what: string): void {
  if (p.atStatementEnd()) return;
  p.report.add(
    "BAS201",
    tokenSpan(p.token),
    `${describe(p.token)} cannot stand behind ${what}`,
    "put it on a line of its own",
  );
  p.skipLine();
}
