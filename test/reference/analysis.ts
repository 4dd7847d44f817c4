/** Which names a script declares and sets (reference 3.1, 3.3), found by walking over its tree. */
import type { LValue, Procedure, Script, Statement } from "../../basic/ast.ts";

export interface ProcedureInfo {
  node: Procedure;
  /** Parameters in order: those of the head, then those of PARAM lines. */
  params: string[];
  /** Everything that belongs to one call. */
  locals: Set<string>;
  /** Declared with bounds: `a(i)` is an element. */
  arrays: Set<string>;
  setsItself: boolean;
}

export interface ScriptInfo {
  script: Script;
  procedures: Map<string, ProcedureInfo>;
  /** Script-wide names that some statement sets. */
  assigned: Set<string>;
  arrays: Set<string>;
  /** Names of the PARAM lines in order. */
  params: string[];
}

/** Visits every node of a tree, not going into procedures other than the root. */
export function visit(root: unknown, action: (node: { kind: string }) => void): void {
  if (Array.isArray(root)) {
    for (const item of root) visit(item, action);
    return;
  }
  if (typeof root !== "object" || root === null) return;
  const node = root as { kind?: unknown };
  if (typeof node.kind === "string") action(node as { kind: string });
  for (const [key, child] of Object.entries(root)) {
    const isInner = (child as { kind?: unknown } | null)?.kind === "procedure";
    if (key !== "span" && !isInner)
      visit(Array.isArray(child) ? child.filter((c) => c?.kind !== "procedure") : child, action);
  }
}

function procedures(root: unknown, found: Procedure[]): Procedure[] {
  if (Array.isArray(root)) for (const item of root) procedures(item, found);
  else if (typeof root === "object" && root !== null) {
    if ((root as { kind?: unknown }).kind === "procedure") found.push(root as Procedure);
    for (const child of Object.values(root)) procedures(child, found);
  }
  return found;
}

/** The names that a statement sets. */
function targetsOf(node: { kind: string }): string[] {
  const s = node as Statement;
  switch (s.kind) {
    case "assign":
    case "with":
      return rootOf(s.target);
    case "hear-statement":
      return s.targets.flatMap(rootOf);
    case "for":
    case "for-each":
      return [s.target.key];
    case "const":
      return [s.key];
    case "dim":
      return s.items.map((item) => item.key);
    case "param":
      return s.names.map((name) => name.key);
    case "try":
      return s.catchName ? [s.catchName.key] : [];
    default:
      return [];
  }
}

function rootOf(target: LValue): string[] {
  let at: unknown = target;
  for (;;) {
    const node = at as { kind: string; key?: string; object?: unknown };
    if (node.kind === "name" || node.kind === "call") return [node.key ?? ""];
    if ((node.kind !== "member" && node.kind !== "index") || !node.object) return [];
    at = node.object;
  }
}

/** `script.body` may be a part of `whole.body`: one tool of a file that holds several. */
export function analyse(script: Script, whole: Script = script): ScriptInfo {
  const info: ScriptInfo = { script, procedures: new Map(), assigned: new Set(), arrays: new Set(), params: [] };
  for (const node of procedures(whole.body, [])) {
    if (!info.procedures.has(node.key)) info.procedures.set(node.key, analyseProcedure(node));
  }
  visit(
    script.body.filter((s) => s.kind !== "procedure"),
    (node) => {
      for (const key of targetsOf(node)) info.assigned.add(key);
      if (node.kind === "param")
        info.params.push(...(node as { names: { key: string }[] } & typeof node).names.map((n) => n.key));
      addArrays(node, info.arrays);
    },
  );
  for (const { node, locals } of info.procedures.values()) {
    visit(node.body, (inner) => {
      for (const key of targetsOf(inner)) if (!locals.has(key)) info.assigned.add(key);
      if (inner.kind === "dim" && (inner as Extract<Statement, { kind: "dim" }>).redim) addArrays(inner, info.arrays);
    });
  }
  return info;
}

function addArrays(node: { kind: string }, arrays: Set<string>): void {
  if (node.kind !== "dim") return;
  for (const item of (node as Extract<Statement, { kind: "dim" }>).items)
    if (item.bounds.length > 0) arrays.add(item.key);
}

function analyseProcedure(node: Procedure): ProcedureInfo {
  const info: ProcedureInfo = {
    node,
    params: node.params.map((p) => p.key),
    locals: new Set(),
    arrays: new Set(),
    setsItself: false,
  };
  visit(node.body, (inner) => {
    if (inner.kind === "param") {
      const { names } = inner as Extract<Statement, { kind: "param" }>;
      for (const { key } of names) if (!info.params.includes(key)) info.params.push(key);
    }
    if (inner.kind === "dim" && !(inner as Extract<Statement, { kind: "dim" }>).redim) {
      for (const item of (inner as Extract<Statement, { kind: "dim" }>).items) info.locals.add(item.key);
      addArrays(inner, info.arrays);
    }
    if (targetsOf(inner).includes(node.key)) info.setsItself = true;
  });
  for (const key of info.params) info.locals.add(key);
  if (node.isFunction && info.setsItself) info.locals.add(node.key);
  return info;
}
