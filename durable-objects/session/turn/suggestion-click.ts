/** What a click on a suggestion means (reference 3.7). */
import type { InboundMessage } from "../../../contracts/conversation.ts";
import type { SessionState, Suggestion } from "../state.ts";

/** The suggestion that a message clicks, or names by its label or value. */
export function clicked(session: SessionState, message: InboundMessage): Suggestion | null {
  const text = message.text.trim().toLowerCase();
  const value = typeof message.value === "string" ? message.value.toLowerCase() : text;
  return (
    session.suggestions.find((item) => item.label.toLowerCase() === text && item.value.toLowerCase() === value) ??
    session.suggestions.find((item) => item.label.toLowerCase() === text || item.value.toLowerCase() === value) ??
    null
  );
}

/** A click on a value that names a context makes that context the active one. */
export function activateContext(session: SessionState, message: InboundMessage): Suggestion | null {
  const suggestion = clicked(session, message);
  if (suggestion && session.contexts.some((context) => context.name === suggestion.value)) {
    session.activeContext = suggestion.value;
  }
  return suggestion;
}
