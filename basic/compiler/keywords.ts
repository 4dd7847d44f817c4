/** Keywords of the catalogue and HEAR: one instruction that asks the host, with named operands. */
import type { Expr, FilterNode, Hear, HearExpr, Operand, Where } from "../ast.ts";
import { PACK } from "../vm/opcodes.ts";
import type { Context } from "./context.ts";
import { argument, into } from "./expressions.ts";

/** What the EFFECT instruction knows of its keyword; its arguments are the values that `slots` take, in order. */
export interface EffectDescriptor {
  keyword: string;
  operands: { name: string; slot: Slot }[];
}

/**
 * How an operand is made of arguments: the next one; a list of the next `count`; a fixed word; or a WHERE tail, whose
 * values are the next arguments in the order of the tree.
 */
export type Slot =
  | { kind: "value" }
  | { kind: "list"; count: number }
  | { kind: "word"; word: string }
  | { kind: "where"; where: WhereTemplate };

/** A WHERE tail with the places of its values left open: `values` counts how many arguments a test takes. */
export interface WhereTemplate {
  filter: FilterTemplate | null;
  orderBy: { column: string; descending: boolean }[];
  limit: boolean;
  offset: boolean;
  first: boolean;
}

export type FilterTemplate =
  | { kind: "and" | "or"; items: FilterTemplate[] }
  | { kind: "not"; item: FilterTemplate }
  | { kind: "test"; column: { name: string; fn: string | null }; op: string; values: number };

/** What the HEAR instruction knows; its arguments are the options, then what the flags name, in this order. */
export interface HearDescriptor {
  as: string;
  options: number;
  open: boolean;
  prompt: boolean;
  default: boolean;
  timeout: boolean;
  retries: boolean;
}

export function compileKeyword(c: Context, keyword: string, operands: Record<string, Operand>, target: number): void {
  if (keyword === "ERROR MESSAGE") return void c.buffer.emit("LASTERROR", target, 1);
  if (keyword === "CLEAR ERROR") return void c.buffer.emit("CLEARERROR");
  const window = c.height;
  const descriptor: EffectDescriptor = { keyword, operands: [] };
  for (const [name, operand] of Object.entries(operands)) descriptor.operands.push({ name, slot: pass(c, operand) });
  c.buffer.emit("EFFECT", target + PACK * (c.height - window), c.buffer.descriptor(descriptor), window);
}

/** Evaluates an operand into the next registers and says how they make it up. */
function pass(c: Context, operand: Operand): Slot {
  if (Array.isArray(operand)) {
    // A long list is made before the call, so that it takes one register.
    if (operand.length > 64) {
      into(c, { kind: "array", items: operand, span: operand[0]!.span }, c.temporary());
      return { kind: "value" };
    }
    for (const item of operand) argument(c, item);
    return { kind: "list", count: operand.length };
  }
  if (operand.kind === "word") return { kind: "word", word: operand.word };
  if (operand.kind === "where") return { kind: "where", where: passWhere(c, operand) };
  argument(c, operand);
  return { kind: "value" };
}

function passWhere(c: Context, where: Where): WhereTemplate {
  const filter = where.filter ? passFilter(c, where.filter) : null;
  if (where.limit) argument(c, where.limit);
  if (where.offset) argument(c, where.offset);
  return {
    filter,
    orderBy: where.orderBy,
    limit: where.limit !== null,
    offset: where.offset !== null,
    first: where.first,
  };
}

function passFilter(c: Context, node: FilterNode): FilterTemplate {
  switch (node.kind) {
    case "and":
    case "or":
      return { kind: node.kind, items: node.items.map((item) => passFilter(c, item)) };
    case "not":
      return { kind: "not", item: passFilter(c, node.item) };
    case "test":
      for (const operand of node.values) argument(c, operand);
      return { kind: "test", column: node.column, op: node.op, values: node.values.length };
  }
}

/** HEAR in every form: the instruction leaves the accepted answer in `target`. */
export function compileHear(c: Context, hear: Hear | HearExpr, target: number): void {
  const window = c.height;
  for (const option of hear.options ?? []) argument(c, option);
  const extra = (e: Expr | null): boolean => {
    if (e) argument(c, e);
    return e !== null;
  };
  const descriptor: HearDescriptor = {
    as: hear.as,
    options: hear.options ? hear.options.length : -1,
    open: hear.open,
    prompt: extra(hear.prompt),
    default: extra(hear.default),
    timeout: extra(hear.timeout),
    retries: extra(hear.retries),
  };
  c.buffer.emit("HEAR", target + PACK * (c.height - window), c.buffer.descriptor(descriptor), window);
}
