/** DEF FN, SUB and FUNCTION: defined once, before their use where Minimal BASIC wants it, without themselves (7.5.9). */
import type { Expr, Statement } from "../../ast.ts";
import { walk } from "../../compiler/walk.ts";
import type { Report } from "../report.ts";
import { type ClassicProgram, startOf, targetsOf } from "./program.ts";

export function checkProcedures(program: ClassicProgram, report: Report): void {
  const { numbered, body } = program.script;
  const defined = new Map<string, number>();
  const loops: string[] = [];
  const visit = (node: Expr | Statement): boolean | undefined => {
    if (node.kind === "procedure") {
      const first = defined.get(node.key);
      if (first !== undefined) {
        const code = node.classic === "def" ? "BAS509" : "BAS305";
        report.add(
          code,
          startOf(node.span),
          `${node.name} is defined in line ${first} already`,
          "give it another name",
        );
      }
      if (node.classic === "def" && numbered) {
        walk(node.body, (inner) => {
          if ((inner.kind === "call" || inner.kind === "name") && inner.key === node.key)
            report.add("BAS509", inner.span, `${node.name} uses itself`, "write a loop or a SUB");
          else if (inner.kind === "call") use(inner);
          return undefined;
        });
      }
      defined.set(node.key, node.span.line);
      // The bodies of others are read for their loops and calls as they stand.
      if (node.classic === "def" && numbered) return false;
      const outer = loops.splice(0);
      walk(node.body, visit);
      loops.push(...outer);
      return false;
    }
    if (node.kind === "call" || node.kind === "name") use(node);
    if (node.kind === "for") {
      walk([node.from, node.to, node.step], visit);
      if (loops.includes(node.target.key))
        report.add(
          "BAS506",
          node.target.span,
          `${node.target.name} counts an outer loop already`,
          "use another variable",
        );
      loops.push(node.target.key);
      walk(node.body, visit);
      loops.pop();
      return false;
    }
    constants(node);
    return undefined;
  };
  const use = (e: Extract<Expr, { kind: "call" | "name" }>) => {
    const isFunction = /^fn[a-z]\$?$/.test(e.key) && (numbered || e.kind === "call");
    if (!isFunction || defined.has(e.key)) return;
    const known = program.procedureOf.get(e.key);
    if (known && !numbered) return;
    const message = known
      ? `${e.name.toUpperCase()} is used before its DEF in line ${known.span.line}`
      : `There is no DEF ${e.name.toUpperCase()}`;
    report.add("BAS509", e.span, message, `write DEF ${e.name.toUpperCase()} before this line`);
  };
  const constantKeys = new Set<string>();
  const constants = (node: Expr | Statement) => {
    if (node.kind === "const") constantKeys.add(node.key);
    for (const target of targetsOf(node))
      if (target.kind === "name" && constantKeys.has(target.key))
        report.add("BAS308", target.span, `${target.name} is a constant and cannot be set`, "use another variable");
  };
  walk(body, visit);
}
