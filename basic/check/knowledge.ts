/** Names of knowledge collections that the package does not have: USE KB "manuls". */
import type { Expr, Script, Statement } from "../ast.ts";
import { walk } from "../compiler/walk.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { nearest } from "../parser/suggest.ts";
import { Report } from "./report.ts";

/**
 * `collections` are the names of the package's knowledge folders, in lower case. A script may also attach what is uploaded
 * later, so an unknown name is a hint and no error.
 */
export function checkKnowledge(script: Script, collections: readonly string[]): Diagnostic[] {
  const report = new Report(script.file);
  walk(script.body, (node: Expr | Statement) => {
    if (node.kind !== "keyword-statement" || node.keyword !== "USE KB") return undefined;
    const name = Object.values(node.operands)[0];
    if (!name || Array.isArray(name) || name.kind !== "literal" || typeof name.value !== "string") return undefined;
    const key = name.value.toLowerCase().replace(/\.gbkb$/, "");
    if (collections.includes(key)) return undefined;
    const near = nearest(key, collections);
    report.add(
      "BAS410",
      name.span,
      `The package has no knowledge named ${name.value}`,
      near ? `did you mean ${near}?` : `it has ${collections.join(", ")}`,
    );
    return undefined;
  });
  return report.sorted();
}
