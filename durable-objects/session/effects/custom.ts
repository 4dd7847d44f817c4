/** Keywords that the installation has added (docs/custom-keywords.md). */
import { findExtension, performExtension } from "../../../basic/extension.ts";
import type { EffectHandler } from "./effect.ts";

const handlers = new Map<string, EffectHandler>();

export function customHandler(keyword: string): EffectHandler | undefined {
  const found = findExtension(keyword);
  if (!found) return undefined;
  let handler = handlers.get(keyword);
  if (!handler) {
    handler = {
      run: (args, context) =>
        performExtension(
          found,
          args,
          { key: context.effectKey, signal: context.signal, warn: (text) => context.warn(text) },
          context.values,
        ),
    };
    handlers.set(keyword, handler);
  }
  return handler;
}
