/** Keywords of the catalogue and HEAR: one instruction that asks the host, with named operands. */
import type { Expr, Hear, HearExpr, KeywordCall, Operand } from "../ast.ts";
import { PACK } from "../vm/opcodes.ts";
import type { Context } from "./context.ts";
import { argument, into } from "./expressions.ts";
import { type FilterUse, filterUse } from "./filter-operands.ts";
import { filterArgument } from "./tracked.ts";
import { passSetList, passWhere, type SetTemplate, type WhereTemplate } from "./where.ts";

/** What the EFFECT instruction knows of its keyword; its arguments are the values that `slots` take, in order. */
export interface EffectDescriptor {
  keyword: string;
  operands: { name: string; slot: Slot }[];
}

/**
 * How an operand is made of arguments: the next one; a list of the next `count`; a fixed word; or a WHERE tail or SET list,
 * whose values are the next arguments in the order of the tree.
 */
export type Slot =
  | { kind: "value" }
  | { kind: "list"; count: number }
  | { kind: "word"; word: string }
  | { kind: "where"; where: WhereTemplate }
  | { kind: "set"; set: SetTemplate };

/** What the HEAR instruction knows; its arguments are the options, then what the flags name, in this order. */
export interface HearDescriptor {
  as: string;
  options: number;
  open: boolean;
  prompt: boolean;
  default: boolean;
  timeout: boolean;
  retries: boolean;
  /** INPUT of the classic profile: see HearRequest. */
  input?: string;
}

export function compileKeyword(c: Context, keyword: string, operands: Record<string, Operand>, target: number): void {
  if (keyword === "ERROR MESSAGE") return void c.buffer.emit("LASTERROR", target, 1);
  if (keyword === "CLEAR ERROR") return void c.buffer.emit("CLEARERROR");
  const window = c.height;
  const descriptor: EffectDescriptor = { keyword, operands: [] };
  const node = { kind: "keyword", keyword, operands } satisfies Pick<KeywordCall, "kind" | "keyword" | "operands">;
  for (const [name, operand] of Object.entries(operands))
    descriptor.operands.push({ name, slot: pass(c, operand, filterUse(node, name)) });
  c.buffer.emit("EFFECT", target + PACK * (c.height - window), c.buffer.descriptor(descriptor), window);
}

/** Evaluates an operand into the next registers and says how they make it up. */
function pass(c: Context, operand: Operand, use: FilterUse | null): Slot {
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
  if (operand.kind === "where") return { kind: "where", where: passWhere(c, operand, argument) };
  if (operand.kind === "set-list") return { kind: "set", set: passSetList(c, operand, argument) };
  if (use) filterArgument(c, operand, use);
  else argument(c, operand);
  return { kind: "value" };
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
