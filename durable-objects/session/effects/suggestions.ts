/** ADD SUGGESTION, CLEAR SUGGESTIONS, SET CONTEXT (reference 3.7). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import type { Value } from "../../../basic/values.ts";
import type { Suggestion } from "../state.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";

const MAX_SUGGESTIONS = 100;
const MAX_LABEL = 200;
const MAX_CONTEXTS = 100;
const MAX_CONTEXT_TEXT = 32_000;
/** All contexts lie in one row of the store, which ends at 2 MB. */
const MAX_CONTEXTS_TEXT = 256_000;

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

const setContext: EffectHandler = {
  run(args, context) {
    const name = text(args, "name", context) ?? "default";
    const content = text(args, "text", context) ?? "";
    if (content.length > MAX_CONTEXT_TEXT) {
      throw new BasicError(ERR.badCall, `A context has at most ${MAX_CONTEXT_TEXT} characters.`);
    }
    const list = context.session.contexts.filter((other) => other.name !== name);
    if (list.length >= MAX_CONTEXTS) {
      throw new BasicError(ERR.overflow, `A conversation has at most ${MAX_CONTEXTS} contexts.`);
    }
    if (content !== "") list.push({ name, text: content });
    if (list.reduce((sum, other) => sum + other.name.length + other.text.length, 0) > MAX_CONTEXTS_TEXT) {
      throw new BasicError(
        ERR.overflow,
        `A conversation's contexts together have at most ${MAX_CONTEXTS_TEXT} characters.`,
      );
    }
    context.session.contexts = list;
    return null;
  },
};

export const SUGGESTION_EFFECTS: Readonly<Record<string, EffectHandler>> = {
  "ADD SUGGESTION": addSuggestion,
  "CLEAR SUGGESTIONS": clearSuggestions,
  "SET CONTEXT": setContext,
};
