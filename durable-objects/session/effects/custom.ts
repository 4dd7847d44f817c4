/** Keywords that the installation has added (docs/custom-keywords.md). */
import { findExtension, performExtension } from "../../../basic/extension.ts";
import type { EffectHandler } from "./effect.ts";

export function customHandler(keyword: string): EffectHandler | undefined {
  const found = findExtension(keyword);
  if (!found) return undefined;
  return {
    run(args, context) {
      const { effectKey: key, signal, values } = context;
      return performExtension(found, args, { key, signal, warn: (text) => context.warn(text) }, values);
    },
  };
}
