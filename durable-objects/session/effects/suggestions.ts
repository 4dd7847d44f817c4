/** ADD SUGGESTION, CLEAR SUGGESTIONS (reference 3.7). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import type { Suggestion } from "../state.ts";
import { type EffectArguments, optionalText } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";

const MAX_SUGGESTIONS = 100;
const MAX_LABEL = 200;

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
function suggestion(args: EffectArguments, context: EffectContext): Suggestion {
  const label = optionalText(args, "label", context);
  const typed = optionalText(args, "text", context);
  if (typed !== null) return { label: label ?? typed, value: typed, action: "text" };
  const tool = optionalText(args, "tool", context);
  if (tool !== null) return { label: label ?? tool, value: tool, action: "tool" };
  const value = optionalText(args, "value", context) ?? optionalText(args, "action", context) ?? label ?? "";
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
