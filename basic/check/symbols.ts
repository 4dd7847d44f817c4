/** What a script declares: procedures, variables, constants, labels, and which answers are plain text. */
import type { Expr, LValue, Procedure, Span, Statement } from "../ast.ts";
import type { Report } from "./report.ts";
import { bodiesOf } from "./walk.ts";

export interface Symbols {
  procedures: Map<string, Procedure>;
  /** Keys of everything that the script assigns anywhere: it may hold a list, so `name(x)` may be an element. */
  variables: Set<string>;
  constants: Set<string>;
  /** Variables whose only source is HEAR without a type. */
  textAnswers: Set<string>;
  /** Labels of each procedure; `null` is the script itself. */
  labels: Map<Procedure | null, Map<string, Span>>;
}

/** Gathers the symbols and reports what is declared twice. */
export function collectSymbols(body: readonly Statement[], report: Report): Symbols {
  const symbols: Symbols = {
    procedures: new Map(),
    variables: new Set(),
    constants: new Set(),
    textAnswers: new Set(),
    labels: new Map(),
  };
  const answered = new Set<string>();
  const computed = new Set<string>();
  const scope = (statements: readonly Statement[], owner: Procedure | null): void => {
    const labels = symbols.labels.get(owner) ?? new Map<string, Span>();
    symbols.labels.set(owner, labels);
    for (const s of statements) {
      declare(s);
      if (s.kind === "label") {
        const first = labels.get(s.key);
        if (first)
          report.add(
            "BAS306",
            s.span,
            `The label ${s.key} stands in line ${first.line} already`,
            "give it another name",
          );
        else labels.set(s.key, s.span);
      } else if (s.kind === "procedure") {
        const first = symbols.procedures.get(s.key);
        if (first)
          report.add(
            "BAS305",
            nameSpan(s),
            `${s.name} is defined in line ${first.span.line} already`,
            "give it another name",
          );
        else symbols.procedures.set(s.key, s);
        const seen = new Set<string>();
        for (const param of s.params) {
          if (seen.has(param.key))
            report.add("BAS309", param.span, `The parameter ${param.name} is listed twice`, "give it another name");
          seen.add(param.key);
          symbols.variables.add(param.key);
          computed.add(param.key);
        }
        scope(s.body, s);
      }
      for (const inner of bodiesOf(s)) scope(inner, owner);
    }
  };
  const assign = (target: LValue, byHear: boolean): void => {
    const key = rootOf(target);
    if (key === null) return;
    symbols.variables.add(key);
    if (target.kind === "name") (byHear ? answered : computed).add(key);
  };
  const declare = (s: Statement): void => {
    switch (s.kind) {
      case "assign":
      case "with":
        assign(s.target, s.kind === "assign" && s.value.kind === "hear" && isText(s.value.as));
        break;
      case "for":
      case "for-each":
        assign(s.target, false);
        break;
      case "dim":
        for (const item of s.items) {
          symbols.variables.add(item.key);
          computed.add(item.key);
        }
        break;
      case "const":
        symbols.variables.add(s.key);
        symbols.constants.add(s.key);
        break;
      case "param":
        for (const name of s.names) {
          symbols.variables.add(name.key);
          computed.add(name.key);
        }
        break;
      case "try":
        if (s.catchName) assign(s.catchName, false);
        break;
      case "hear-statement":
        for (const target of s.targets) assign(target, isText(s.as));
        break;
      default:
        break;
    }
  };
  scope(body, null);
  for (const key of answered) if (!computed.has(key)) symbols.textAnswers.add(key);
  return symbols;
}

function isText(as: string): boolean {
  return as === "TEXT";
}

/** The variable that a target begins with; null for `.field`. */
export function rootOf(target: Expr): string | null {
  let at: Expr = target;
  for (;;) {
    if (at.kind === "name" || at.kind === "call") return at.key;
    if ((at.kind !== "member" && at.kind !== "index" && at.kind !== "method") || !at.object) return null;
    at = at.object;
  }
}

/** The head of a procedure, so that a finding does not mark its whole body. */
export function nameSpan(s: Procedure): Span {
  const { line, column } = s.span;
  return { line, column, endLine: line, endColumn: column + (s.isFunction ? 9 : 4) + s.name.length };
}
