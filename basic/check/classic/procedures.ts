/** DEF FN, SUB and FUNCTION: defined once, before their use where Minimal BASIC wants it, without themselves (7.5.9). */
import type { Expr, For, Procedure, Statement } from "../../ast.ts";
import { walk } from "../../compiler/walk.ts";
import type { Report } from "../report.ts";
import { isFnKey } from "./holds.ts";
import { type ClassicProgram, startOf, targetsOf } from "./program.ts";

export function checkProcedures(program: ClassicProgram, report: Report): void {
  const checker = new Checker(program, report);
  walk(program.script.body, checker.visit);
}

/** Goes over the program in the order of its lines. */
class Checker {
  private readonly program: ClassicProgram;
  private readonly report: Report;
  /** Line of each definition that was met. */
  private readonly defined = new Map<string, number>();
  /** Variables of the FOR loops around. */
  private loops: string[] = [];
  private readonly constants = new Set<string>();

  constructor(program: ClassicProgram, report: Report) {
    this.program = program;
    this.report = report;
  }

  readonly visit = (node: Expr | Statement): boolean | undefined => {
    if (node.kind === "procedure") {
      this.procedure(node);
      return false;
    }
    if (node.kind === "for") {
      this.loop(node);
      return false;
    }
    if (node.kind === "call" || node.kind === "name") this.use(node);
    this.constant(node);
    return undefined;
  };

  private procedure(s: Procedure): void {
    const first = this.defined.get(s.key);
    if (first !== undefined)
      this.report.add(
        s.classic === "def" ? "BAS509" : "BAS305",
        startOf(s.span),
        `${s.name} is defined in line ${first} already`,
        "give it another name",
      );
    // A DEF of Minimal BASIC may use those before it; any other procedure is known to all of the program.
    const isMinimal = s.classic === "def" && this.program.script.numbered;
    if (isMinimal)
      walk(s.body, (inner) => {
        if ((inner.kind === "call" || inner.kind === "name") && inner.key === s.key)
          this.report.add("BAS509", inner.span, `${s.name} uses itself`, "write a loop or a SUB");
        else if (inner.kind === "call") this.use(inner);
        return undefined;
      });
    this.defined.set(s.key, s.span.line);
    if (isMinimal) return;
    const outer = this.loops;
    this.loops = [];
    walk(s.body, this.visit);
    this.loops = outer;
  }

  private loop(s: For): void {
    const { name, key, span } = s.target;
    walk([s.from, s.to, s.step], this.visit);
    this.constant(s);
    if (this.loops.includes(key))
      this.report.add("BAS506", span, `${name} counts an outer loop already`, "use another variable");
    this.loops.push(key);
    walk(s.body, this.visit);
    this.loops.pop();
  }

  private use(e: Extract<Expr, { kind: "call" | "name" }>): void {
    const { numbered } = this.program.script;
    const isFunction = isFnKey(e.key) && (numbered || e.kind === "call");
    if (!isFunction || this.defined.has(e.key)) return;
    const known = this.program.procedureOf.get(e.key);
    if (known && !numbered) return;
    const name = e.name.toUpperCase();
    const message = known ? `${name} is used before its DEF in line ${known.span.line}` : `There is no DEF ${name}`;
    this.report.add("BAS509", e.span, message, `write DEF ${name} before this line`);
  }

  private constant(node: Expr | Statement): void {
    if (node.kind === "const") this.constants.add(node.key);
    for (const target of targetsOf(node))
      if (target.kind === "name" && this.constants.has(target.key))
        this.report.add(
          "BAS308",
          target.span,
          `${target.name} is a constant and cannot be set`,
          "use another variable",
        );
  }
}
