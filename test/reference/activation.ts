/** What one call of a procedure, or one run of a script's body, has of its own. */
import type { Statement } from "../../basic/ast.ts";
import { type BasicObject, newObject, type Value } from "../../basic/values.ts";
import type { ProcedureInfo, ScriptInfo } from "./analysis.ts";
import { isObject, RaisedError, type Setting, textOf } from "./values.ts";

/** THROW of a text. */
const THROWN = 1000;

/** One call of a procedure, or the body of a script. */
export interface Activation {
  info: ScriptInfo;
  /** Variables of the whole script. */
  globals: Map<string, Value>;
  /** Null in the script's body. */
  procedure: ProcedureInfo | null;
  locals: Map<string, Value>;
  /** ON ERROR: off, resume next, or a label. */
  mode: { kind: "off" | "next" } | { kind: "label"; label: string };
  /** While a handler runs: what RESUME switches on again. */
  armed: Activation["mode"] | null;
  /** TRY blocks of this activation that are open: they are nearer than ON ERROR. */
  tries: number;
  gosubs: number;
  /** Block IFs that are open. */
  ifs: number;
  /** The object of the WITH block. */
  withObject: Value;
}

export function newActivation(
  info: ScriptInfo,
  globals: Map<string, Value>,
  procedure: ProcedureInfo | null,
): Activation {
  return {
    info,
    globals,
    procedure,
    locals: new Map(),
    mode: { kind: "off" },
    armed: null,
    tries: 0,
    gosubs: 0,
    ifs: 0,
    withObject: null,
  };
}

export function bodyOf(a: Activation): readonly Statement[] {
  return a.procedure ? a.procedure.node.body : a.info.script.body;
}

/** The list that holds a label, and its place there. */
export function findLabel(root: unknown, key: string): { list: readonly Statement[]; index: number } | null {
  if (Array.isArray(root)) {
    const index = root.findIndex((s: Statement) => s.kind === "label" && s.key === key);
    if (index >= 0) return { list: root as Statement[], index };
  }
  if (typeof root !== "object" || root === null) return null;
  if ((root as { kind?: unknown }).kind === "procedure") return null;
  for (const child of Object.values(root)) {
    const found = findLabel(child, key);
    if (found) return found;
  }
  return null;
}

/** THROW of a text or of an object, whose number and message it takes. */
export function thrown(v: Value, s: Setting): RaisedError {
  if (v === null) return new RaisedError(THROWN, "An error was thrown.");
  if (!isObject(v)) return new RaisedError(THROWN, textOf(v, s));
  const own = (name: string) => v[Object.keys(v).find((key) => key.toLowerCase() === name) ?? ""] ?? null;
  const number = own("number");
  const message = own("message");
  return new RaisedError(
    typeof number === "number" ? number : THROWN,
    message === null ? textOf(v, s) : textOf(message, s),
    v,
  );
}

/** What CATCH gives: the thrown object's own fields, and message, number and line. */
export function errorValue(error: RaisedError): BasicObject {
  const value = newObject(error.data ? Object.entries(error.data) : []);
  value["message"] = error.message;
  value["number"] = error.number;
  value["line"] ??= error.line;
  return value;
}

/** REDIM PRESERVE: what fits stays. */
export function keep(from: readonly Value[], to: Value[]): void {
  for (let i = 0; i < Math.min(from.length, to.length); i++) {
    const [inner, place] = [from[i]!, to[i]!];
    if (Array.isArray(inner) && Array.isArray(place)) keep(inner, place);
    else to[i] = inner;
  }
}
