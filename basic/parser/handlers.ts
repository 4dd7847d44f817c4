/**
 * Keywords that open a block which runs later: ON ... END ON, SCHEDULE IN ... END SCHEDULE (reference 3.13). The block becomes
 * a procedure of the script, without a name that a script could write.
 */
import type { KeywordStatement, Operand, Procedure, Statement } from "../ast.ts";
import type { KeywordEntry } from "../catalogue/index.ts";
import type { Token } from "../lexer/token.ts";
import { bad, parseBlock, parseHead } from "./blocks.ts";
import { parseOperands } from "./operands.ts";
import type { Parser } from "./parser.ts";

const MAX_NAME = 100;

/** The cursor is behind the phrase, `start` its first word. */
export function parseHandler(p: Parser, entry: KeywordEntry, start: Token, out: Statement[]): void {
  const from = p.at;
  let words: readonly Token[] = [];
  let mustFollow = entry.blockOptional !== true;
  const operands = parseHead(p, (): Record<string, Operand> => {
    const found = parseOperands(p, entry, { reach: "full", ownsCommas: true });
    words = p.tokens.slice(from, p.at);
    if (p.takeWord("DO")) mustFollow = true;
    return found;
  });
  const statement = (handler: string | null): KeywordStatement => ({
    kind: "keyword-statement",
    keyword: entry.keyword,
    operands: operands ?? {},
    ...(handler === null ? {} : { handler }),
    span: p.span(start),
  });
  const span = p.span(start);
  if (!mustFollow && !blockFollows(p, entry.blockEnd!)) {
    out.push(operands ? statement(null) : bad(p, start));
    return;
  }
  const body = parseBlock(p, entry.blockEnd === "END SCHEDULE" ? "schedule" : "event", entry.keyword, start);
  if (!operands) {
    out.push(bad(p, start, body));
    return;
  }
  const name = nameOf(p, [entry.keyword, ...words.map((token) => token.text)].join(" ").slice(0, MAX_NAME));
  const key = name.toLowerCase();
  const procedure: Procedure = {
    kind: "procedure",
    name,
    key,
    isFunction: false,
    params: [],
    body,
    span: p.span(start),
  };
  p.hoisted.push(procedure);
  out.push({ ...statement(key), span });
}

/** What the block is for, and which of those: whoever waits in it finds it again when the lines before it have changed. */
function nameOf(p: Parser, head: string): string {
  const key = head.toLowerCase();
  const count = (p.handlerHeads.get(key) ?? 0) + 1;
  p.handlerHeads.set(key, count);
  return count === 1 ? head : `${head} (${count})`;
}

/** Whether the end of the block stands before the next statement of the same family. */
function blockFollows(p: Parser, end: string): boolean {
  const [first = "", second = ""] = end.split(" ");
  for (let at = p.at + 1; at < p.tokens.length && p.scanBudget > 0; at++, p.scanBudget--) {
    if (p.tokens[at - 1]!.kind !== "eol") continue;
    const token = p.tokens[at]!;
    if (token.kind !== "word") continue;
    const next = p.tokens[at + 1];
    if (token.upper === first && next?.kind === "word" && next.upper === second) return true;
    if (token.upper === second && next?.kind === "word" && next.upper !== "ERROR") return false;
  }
  return false;
}
