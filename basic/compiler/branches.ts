/** IF, SELECT CASE and SWITCH. */
import type { CaseItem, If, Select } from "../ast.ts";
import { Label } from "./code-buffer.ts";
import { jumpIf } from "./conditions.ts";
import type { Context } from "./context.ts";
import { into, smallInteger, value } from "./expressions.ts";
import { compileBlock } from "./statements.ts";

export function compileIf(c: Context, s: If): void {
  const end = new Label();
  c.blocks.push({ kind: "if", exit: end, isLine: s.span.line === s.span.endLine });
  s.branches.forEach((branch, i) => {
    const isLast = i === s.branches.length - 1 && s.else === null;
    const otherwise = isLast ? end : new Label();
    c.head(branch.test, () => jumpIf(c, branch.test, false, otherwise));
    compileBlock(c, branch.body, ["then", branch.test]);
    if (!isLast) {
      c.buffer.jump("JMP", end);
      c.buffer.bind(otherwise);
    }
  });
  if (s.else) compileBlock(c, s.else, "else");
  c.blocks.pop();
  c.buffer.bind(end);
}

export function compileSelect(c: Context, s: Select): void {
  const mark = c.height;
  const subject = c.blockRegisters(1);
  c.head(s.subject, () => into(c, s.subject, subject));
  const end = new Label();
  for (const branch of s.cases) {
    const body = new Label();
    const next = new Label();
    for (const item of branch.items) c.head(item, () => testCase(c, item, subject, body));
    c.buffer.jump("JMP", next);
    c.buffer.bind(body);
    compileBlock(c, branch.body, branch.items);
    c.buffer.jump("JMP", end);
    c.buffer.bind(next);
  }
  if (s.else) compileBlock(c, s.else, "else");
  c.buffer.bind(end);
  c.height = mark;
}

/** Jumps to the branch when the subject fits the item. */
function testCase(c: Context, item: CaseItem, subject: number, body: Label): void {
  const mark = c.height;
  // What fails here stands on the line of the CASE, not on that of the SELECT.
  c.buffer.at((item.kind === "range" ? item.low : item.value).span);
  if (item.kind === "range") {
    const no = new Label();
    c.buffer.jump("JNLE", no, value(c, item.low), subject);
    c.buffer.jump("JLE", body, subject, value(c, item.high));
    c.buffer.bind(no);
  } else if (item.kind === "relation") {
    const other = value(c, item.value);
    const swap = item.op === ">" || item.op === ">=";
    const op = ({ "=": "JEQ", "<>": "JNE", "<": "JLT", "<=": "JLE", ">": "JLT", ">=": "JLE" } as const)[item.op];
    c.buffer.jump(op, body, swap ? other : subject, swap ? subject : other);
  } else {
    const number = smallInteger(item.value);
    if (number !== null) c.buffer.jump("JEQI", body, subject, number);
    else if (item.value.kind === "literal" && typeof item.value.value === "string") {
      c.buffer.jump("JEQK", body, subject, c.buffer.constant(item.value.value));
    } else c.buffer.jump("JEQ", body, subject, value(c, item.value));
  }
  c.height = mark;
}
