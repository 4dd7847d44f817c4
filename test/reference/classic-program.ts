/** What a classic program declares, and where its statements stand: found once, before it runs. */

import type { Expr, Procedure, Script, Span, Statement } from "../../basic/ast.ts";
import type { DimItem } from "../../basic/ast-classic.ts";
import type { DataItem, Kind } from "./classic-values.ts";

/** A statement by its list and its index there. */
export interface Place {
  list: readonly Statement[];
  index: number;
}

export interface ClassicProcedure {
  node: Procedure;
  labels: ReadonlyMap<string, Place>;
  /** Names of SHARED lists: the program's. */
  shared: ReadonlySet<string>;
  /** Names that keep their values from call to call; null: all of them. */
  kept: ReadonlySet<string> | null;
  /** Declared by DIM and its kin, parameters too. */
  types: ReadonlyMap<string, string>;
  dims: ReadonlyMap<string, DimItem>;
}

export interface ClassicProgram {
  script: Script;
  base: number;
  labels: ReadonlyMap<string, Place>;
  procedures: ReadonlyMap<string, ClassicProcedure>;
  /** The statement that a list of statements belongs to; none for a body. */
  owners: ReadonlyMap<readonly Statement[], Place>;
  data: readonly DataItem[];
  /** The first item at or behind a label. */
  dataAt: ReadonlyMap<string, number>;
  /** DIM SHARED, COMMON SHARED, CONST: common to all procedures. */
  common: ReadonlySet<string>;
  types: ReadonlyMap<string, string>;
  /** Arrays whose DIM has constant bounds. */
  dims: ReadonlyMap<string, DimItem>;
  /** Lines of the numerals that are too large. */
  overflows: readonly number[];
  /** Line of the file to line number. */
  numbers: ReadonlyMap<number, string>;
  letters: ReadonlyMap<string, Kind>;
  records: ReadonlyMap<string, readonly { name: string; type: string }[]>;
  /** Names that some statement declares with bounds. */
  arrays: ReadonlySet<string>;
}

/** The lists of statements that stand in a statement. */
export function blocksOf(s: Statement): readonly Statement[][] {
  switch (s.kind) {
    case "if":
      return [...s.branches.map((branch) => branch.body), ...(s.else ? [s.else] : [])];
    case "select":
      return [...s.cases.map((branch) => branch.body), ...(s.else ? [s.else] : [])];
    case "for":
    case "while":
    case "do":
      return [s.body];
    default:
      return [];
  }
}

export function readProgram(script: Script): ClassicProgram {
  const procedures = new Map<string, ClassicProcedure>();
  const owners = new Map<readonly Statement[], Place>();
  const data: DataItem[] = [];
  const dataAt = new Map<string, number>();
  const common = new Set<string>();
  const letters = new Map<string, Kind>();
  const records = new Map<string, { name: string; type: string }[]>();
  const arrays = new Set<string>();
  let base = 0;

  const numbers = new Map<number, string>();
  interface Names {
    labels: Map<string, Place>;
    types: Map<string, string>;
    dims: Map<string, DimItem>;
  }

  const walk = (list: readonly Statement[], names: Names): void => {
    const { labels, types, dims } = names;
    for (const [index, s] of list.entries()) {
      for (const block of blocksOf(s)) {
        owners.set(block, { list, index });
        walk(block, names);
      }
      if (s.kind === "label") {
        labels.set(s.key, { list, index });
        if (/^\d+$/.test(s.key)) numbers.set(s.span.line, s.key);
        if (!dataAt.has(s.key)) dataAt.set(s.key, data.length);
      } else if (s.kind === "data") data.push(...s.items);
      else if (s.kind === "option-base") base = s.base;
      else if (s.kind === "def-type") for (const letter of s.letters) letters.set(letter, s.holds);
      else if (s.kind === "type") records.set(s.name.toLowerCase(), s.fields);
      else if (s.kind === "param") for (const { key } of s.names) types.set(key, s.type);
      else if (s.kind === "const") common.add(s.key);
      else if (s.kind === "declare") {
        for (const item of s.items) {
          if (item.type !== null) types.set(item.key, item.type);
          const isFixed = item.bounds.every(({ low, high }) => isConstant(high) && (low === null || isConstant(low)));
          if (s.how !== "redim" && item.bounds.length > 0 && isFixed) dims.set(item.key, item);
          if (s.isShared) common.add(item.key);
          if (item.isArray || item.bounds.length > 0) arrays.add(item.key);
        }
      } else if (s.kind === "procedure") procedures.set(s.key, readProcedure(s));
    }
  };

  const readProcedure = (node: Procedure): ClassicProcedure => {
    const names: Names = { labels: new Map(), types: new Map(), dims: new Map() };
    const { types } = names;
    for (const p of node.params) {
      if (p.type !== null) types.set(p.key, p.type);
      if (p.isArray) arrays.add(p.key);
    }
    walk(node.body, names);
    const shared = new Set<string>();
    const kept = new Set<string>();
    const find = (list: readonly Statement[]): void => {
      for (const s of list) {
        if (s.kind === "declare" && s.how === "shared") for (const item of s.items) shared.add(item.key);
        if (s.kind === "declare" && s.how === "static") for (const item of s.items) kept.add(item.key);
        for (const block of blocksOf(s)) find(block);
      }
    };
    find(node.body);
    return { node, ...names, shared, kept: node.classic === "static" ? null : kept };
  };

  const names: Names = { labels: new Map(), types: new Map(), dims: new Map() };
  walk(script.body, names);
  return {
    script,
    base,
    ...names,
    procedures,
    owners,
    data,
    dataAt,
    overflows: overflowsOf(script.body),
    numbers,
    common,
    letters,
    records,
    arrays,
  };
}

function isConstant(e: Expr): boolean {
  return e.kind === "literal" || (e.kind === "unary" && e.op === "-" && isConstant(e.operand));
}

function overflowsOf(node: unknown): number[] {
  if (Array.isArray(node)) return node.flatMap(overflowsOf);
  if (typeof node !== "object" || node === null) return [];
  const { kind, value, span } = node as { kind?: unknown; value?: unknown; span?: Span };
  if (kind === "literal") return typeof value === "number" && !Number.isFinite(value) ? [span!.line] : [];
  return Object.values(node).flatMap(overflowsOf);
}
