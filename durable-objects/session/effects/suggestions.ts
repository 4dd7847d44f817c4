/** ADD SUGGESTION, CLEAR SUGGESTIONS (reference 3.7). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import type { Value } from "../../../basic/values.ts";
import type { Suggestion } from "../state.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";

const MAX_SUGGESTIONS = 100;
const MAX_LABEL = 200;

function text(args: Record<string, Value>, name: string, context: EffectContext): string | null {
  const value = args[name];
  return value === undefined || value === null ? null : toText(value, context.values);
}

const addSuggestion: EffectHandler = {
  run(args, context) {
    const list = context.session.suggestions;
    const added = suggestion(args, context);
    if (added.label === "") throw new BasicError(ERR.badCall, "A suggestion needs a label.");
    if (added.label.length > MAX_LABEL || added.value.length > MAX_LABEL) {
      throw new BasicError(ERR.badCall, `A suggestion's label and value have at most ${MAX_LABEL} characters.`);
    }
    const same = list.findIndex((other) => other.label === added.label);
    if (same >= 0) list[same] = added;
    else if (list.length >= MAX_SUGGESTIONS) {
      throw new BasicError(ERR.overflow, `A conversation has at most ${MAX_SUGGESTIONS} suggestions.`);
    } else list.push(added);
    return null;
  },
};

/** TEXT v AS l · TOOL t AS l · v AS l · l, action · l. Without a label the value is the label. */
function suggestion(args: Record<string, Value>, context: EffectContext): Suggestion {
  const label = text(args, "label", context);
  const typed = text(args, "text", context);
  if (typed !== null) return { label: label ?? typed, value: typed, action: "text" };
  const tool = text(args, "tool", context);
  if (tool !== null) return { label: label ?? tool, value: tool, action: "tool" };
  const value = text(args, "value", context) ?? text(args, "action", context) ?? label ?? "";
  return { label: label ?? value, value, action: "value" };
}

const clearSuggestions: EffectHandler = {
  run(_, context) {
    context.session.suggestions = [];
    return null;
  },
};

export const SUGGESTION_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "ADD SUGGESTION": addSuggestion,
  "CLEAR SUGGESTIONS": clearSuggestions,
};
