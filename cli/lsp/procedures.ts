/** The SUBs and FUNCTIONs of a script. */
import type { Procedure, Statement } from "../../basic/ast.ts";
import type { Analysis } from "./analysis.ts";

/** All, also those that stand inside of other blocks, which the parser moves to the end. */
export function proceduresOf({ script }: Analysis): Procedure[] {
  return script.body.filter((s: Statement): s is Procedure => s.kind === "procedure");
}

export function procedureOf(analysis: Analysis, key: string): Procedure | null {
  return proceduresOf(analysis).find((procedure) => procedure.key === key) ?? null;
}

export function signatureOf(procedure: Procedure): string {
  return `${procedure.isFunction ? "FUNCTION" : "SUB"} ${procedure.name}(${parametersOf(procedure).join(", ")})`;
}

/** Those of its head, and those that PARAM lines add. */
export function parametersOf({ params, body }: Procedure): string[] {
  const more = body.flatMap((s) => (s.kind === "param" ? s.names.map(({ name }) => `${name} AS ${s.type}`) : []));
  return [...params.map(({ name, type }) => (type === null ? name : `${name} AS ${type}`)), ...more];
}
