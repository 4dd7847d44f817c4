/** What --ecma refuses in expressions and statements beyond what the parser tells by itself (reference 7.5.11). */
import type { Expr, Span, Statement } from "../../ast.ts";
import type { Report } from "../report.ts";
import { BARE_FUNCTIONS, MINIMAL_FUNCTIONS } from "./functions.ts";
import { kindOf, RELATIONS } from "./kinds.ts";
import { arrayKey, type ClassicProgram, type ClassicScope, lookUp, walkScope } from "./program.ts";

const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "*", "/", "^"]);

export function checkMinimal(program: ClassicProgram, report: Report): void {
  for (const scope of [program.body, ...program.procedures]) checkScope(program, scope, report);
}

function checkScope(program: ClassicProgram, scope: ClassicScope, report: Report): void {
  const refuse = (span: Span, what: string) =>
    report.add("BAS511", span, `${what} is not part of Minimal BASIC`, "leave it out, or run without --ecma");
  const tests = new Set<Expr>();
  const both = new Set<string>();
  walkScope(scope, (node) => {
    if (node.kind === "if") checkIf(node, tests, refuse);
    else if (node.kind === "binary") checkBinary(program, scope, node, tests, refuse);
    else if (node.kind === "logical") refuse(node.span, node.op.toUpperCase());
    else if (node.kind === "unary" && node.op === "not") refuse(node.span, "NOT");
    else if (node.kind === "conditional" || node.kind === "between" || node.kind === "is")
      refuse(node.span, "This test");
    else if (node.kind === "name") {
      if (BARE_FUNCTIONS.has(node.key) && node.key !== "rnd")
        refuse(node.span, `The function ${node.name.toUpperCase()}`);
      if (scope.names.has(arrayKey(node.key)) && !both.has(node.key)) {
        both.add(node.key);
        refuse(node.span, `${node.name} as a variable beside the array of that name`);
      }
    } else if (node.kind === "call") checkCall(program, scope, node, refuse);
    else if (node.kind === "declare")
      for (const item of node.items) {
        if (!/^[a-z]$/.test(item.key)) refuse(item.span, `An array named ${item.name}`);
        else if (item.bounds.length > 2) refuse(item.span, "An array of more than two dimensions");
      }
    else if (node.kind === "on-error") refuse(node.span, "ON ERROR");
    return undefined;
  });
}

type Refuse = (span: Span, what: string) => void;

/** IF relation THEN line, and nothing else. */
function checkIf(s: Extract<Statement, { kind: "if" }>, tests: Set<Expr>, refuse: Refuse): void {
  const [branch] = s.branches;
  if (!branch) return;
  tests.add(branch.test);
  const [jump, ...more] = branch.body;
  const isLine = jump?.kind === "goto" && !jump.sub && jump.span.endColumn - jump.span.column <= 5 && more.length === 0;
  if (!isLine || s.branches.length > 1) refuse(s.span, "A statement behind THEN");
  if (s.else) refuse(s.span, "ELSE");
  const isRelation = branch.test.kind === "binary" && RELATIONS.has(branch.test.op);
  if (!isRelation) refuse(branch.test.span, "A condition without a relation");
}

function checkBinary(
  program: ClassicProgram,
  scope: ClassicScope,
  e: Extract<Expr, { kind: "binary" }>,
  tests: ReadonlySet<Expr>,
  refuse: Refuse,
): void {
  const isText = kindOf(program, scope, e.left) === "text";
  if (RELATIONS.has(e.op)) {
    if (!tests.has(e)) refuse(e.span, "A relation outside of IF");
    else if (isText && e.op !== "=" && e.op !== "<>") refuse(e.span, "The order of texts");
  } else if (!ARITHMETIC.has(e.op)) refuse(e.span, `The operator ${e.op.toUpperCase()}`);
  else if (isText) refuse(e.span, "A text put together");
}

function checkCall(
  program: ClassicProgram,
  scope: ClassicScope,
  e: Extract<Expr, { kind: "call" }>,
  refuse: Refuse,
): void {
  if (program.procedureOf.has(e.key) || /^fn[a-z]$/.test(e.key)) return;
  if (lookUp(program, scope, arrayKey(e.key))) {
    if (!/^[a-z]$/.test(e.key)) refuse(e.span, `An array named ${e.name}`);
    else if (e.args.length > 2) refuse(e.span, "An array of more than two dimensions");
    return;
  }
  if (!MINIMAL_FUNCTIONS.has(e.key.toUpperCase())) refuse(e.span, `The function ${e.name.toUpperCase()}`);
  else if (e.key === "rnd" && e.args.length > 0) refuse(e.span, "RND with an operand");
}
