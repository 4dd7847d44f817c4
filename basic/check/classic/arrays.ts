/** Arrays: one count of subscripts, one DIM and before the first use, bounds above the base (reference 7.5.9). */
import type { Span } from "../../ast.ts";
import type { Report } from "../report.ts";
import { isTypeWord } from "./holds.ts";
import { arrayKey, type ClassicProgram, type ClassicScope, lookUp, startOf, walkScope } from "./program.ts";

export function checkArrays(program: ClassicProgram, report: Report): void {
  for (const scope of [program.body, ...program.procedures]) checkScope(program, scope, report);
}

function checkScope(program: ClassicProgram, scope: ClassicScope, report: Report): void {
  /** Subscripts of the first use or DIM, and its line. */
  const known = new Map<string, { rank: number; span: Span }>();
  const declared = new Map<string, Span>();
  let option: Span | null = null;
  const rank = (name: string, key: string, count: number, span: Span) => {
    const first = known.get(key);
    if (!first) known.set(key, { rank: count, span });
    else if (first.rank !== count && first.rank > 0 && count > 0)
      report.add(
        "BAS507",
        startOf(span),
        `${name.toUpperCase()} has ${count} subscript${count === 1 ? "" : "s"} here and ${first.rank} in line ${first.span.line}`,
        "write as many subscripts everywhere, or use another name",
      );
  };
  walkScope(scope, (node) => {
    if (node.kind === "option-base") {
      if (option)
        report.add("BAS508", node.span, `OPTION BASE stands in line ${option.line} already`, "remove one of the two");
      else if (known.size > 0)
        report.add("BAS508", node.span, "OPTION BASE stands behind an array", "write it before the first array");
      option = node.span;
    } else if (node.kind === "declare") {
      for (const item of node.items) {
        const isNew = node.how === "dim" && item.isArray && item.bounds.length > 0;
        if (item.type !== null) checkType(program, item.type, item.span, report);
        if (!item.isArray) continue;
        const first = declared.get(item.key);
        if (isNew && first)
          report.add(
            "BAS507",
            item.span,
            `${item.name} is declared in line ${first.line} already`,
            "remove one of the two",
          );
        else if (isNew && program.script.numbered && known.has(item.key))
          report.add(
            "BAS507",
            item.span,
            `${item.name} is used in line ${known.get(item.key)!.span.line}, before this DIM`,
            "write the DIM before the first use",
          );
        if (isNew) declared.set(item.key, item.span);
        if (item.bounds.length > 0 && !(node.how === "redim")) rank(item.name, item.key, item.bounds.length, item.span);
        const fixed = lookUp(program, scope, arrayKey(item.key))?.fixed;
        if (isNew && fixed?.some(([low, high]) => high < low))
          report.add(
            "BAS507",
            item.span,
            `The bound of ${item.name} is below its lowest subscript`,
            "write a larger bound",
          );
      }
    } else if (node.kind === "call" && node.args.length > 0 && lookUp(program, scope, arrayKey(node.key))) {
      rank(node.name, node.key, node.args.length, node.span);
    }
    return undefined;
  });
}

function checkType(program: ClassicProgram, type: string, span: Span, report: Report): void {
  if (isTypeWord(type) || program.types.has(type)) return;
  report.add("BAS512", span, `There is no type ${type}`, `write TYPE ${type} ... END TYPE`);
}
