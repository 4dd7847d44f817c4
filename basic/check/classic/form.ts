/** The form of programs with line numbers: END, and names of a letter (reference 7.1, 7.5.2, 7.5.3). */
import type { Span, Statement } from "../../ast.ts";
import { walk } from "../../compiler/walk.ts";
import type { Report } from "../report.ts";
import { bodiesOf } from "../walk.ts";
import { signatureOf } from "./functions.ts";
import type { ClassicProgram } from "./program.ts";

export function checkForm(program: ClassicProgram, report: Report): void {
  const { script } = program;
  if (!script.numbered) return;
  checkEnd(script.body, report);
  checkNames(program, report);
}

/** END is the last statement, and there is no other one. */
function checkEnd(body: readonly Statement[], report: Report): void {
  const ends: Statement[] = [];
  walk(body, (node) => {
    if (node.kind === "end" && node.word === "END") ends.push(node);
    return node.kind !== "procedure";
  });
  const last = lastOf(body);
  if (!last) return;
  if (ends.length === 0)
    report.add(
      "BAS503",
      lastLine(last.span),
      "END is missing behind the last line",
      "write END on a last line of its own",
    );
  for (const end of ends)
    if (end !== last)
      report.add("BAS503", end.span, "END stands before the last line", "write STOP here, and END on the last line");
}

/** A block that is not closed holds the last line too. */
function lastOf(body: readonly Statement[]): Statement | undefined {
  const last = body.findLast((s) => s.kind !== "procedure");
  const inner = last ? bodiesOf(last).findLast((one) => one.length > 0) : undefined;
  return inner ? (lastOf(inner) ?? last) : last;
}

function lastLine(span: Span): Span {
  return { line: span.endLine, column: 1, endLine: span.endLine, endColumn: span.endColumn };
}

function checkNames(program: ClassicProgram, report: Report): void {
  const seen = new Set<string>();
  /** Of each name the first place in a line: every bad line is reported, and once. */
  const places = new Map<string, Map<number, Span>>();
  const stands = (key: string, span: Span) => {
    const lines = places.get(key) ?? new Map<number, Span>();
    if (!lines.has(span.line)) lines.set(span.line, span);
    places.set(key, lines);
  };
  walk(program.script.body, (node) => {
    if (node.kind === "procedure") for (const param of node.params) stands(param.key, param.span);
    if (node.kind === "name") stands(node.key, node.span);
    return undefined;
  });
  for (const scope of [program.body, ...program.procedures]) {
    // A SUB or FUNCTION is none of Minimal BASIC: its names are those of QBasic.
    if (scope.procedure && scope.procedure.classic !== "def") continue;
    for (const name of scope.names.values()) {
      if (name.isArray || seen.has(name.key) || program.procedureOf.has(name.key)) continue;
      seen.add(name.key);
      if (name.record !== null || /^[a-z][0-9]?$|^[a-z]\$$/.test(name.key)) continue;
      for (const span of places.get(name.key)?.values() ?? []) badName(name.name, name.key, span, report);
    }
  }
}

function badName(name: string, key: string, span: Span, report: Report): void {
  if ((signatureOf(key)?.min ?? 0) > 0) {
    report.add("BAS303", span, `${name} needs its operand`, `write ${name}(...)`);
    return;
  }
  const torn = /^(LET|PRINT|READ|INPUT|NEXT)(.+)/i.exec(name);
  const hint = torn
    ? `write a blank behind ${torn[1]}: ${torn[1]} ${torn[2]}`
    : "write a letter, a letter and a digit, or a letter and $; or leave the line numbers out";
  report.add("BAS504", span, `${name} is no name of a program with line numbers`, hint);
}
