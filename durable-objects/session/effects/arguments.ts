/** Operands of an effect as texts. */
import { toText } from "../../../basic/operations/text-form.ts";
import type { Value } from "../../../basic/values.ts";
import type { EffectContext } from "./effect.ts";

/** By their names in the catalogue; what the statement leaves out is not there. */
export type EffectArguments = Readonly<Record<string, Value>>;

/** Null where the operand is left out or NULL. */
export function optionalText(args: EffectArguments, name: string, context: EffectContext): string | null {
  const value = args[name] ?? null;
  return value === null ? null : toText(value, context.values);
}

/** "" where the operand is left out or NULL. */
export function textArgument(args: EffectArguments, name: string, context: EffectContext): string {
  return optionalText(args, name, context) ?? "";
}
