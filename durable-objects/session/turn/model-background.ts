/** The system part of a model's turn: the bot's prompt, the contexts with the active one first, the knowledge found. */

import type { FoundPassage } from "../../knowledge/fusion.ts";
import type { SessionConfig } from "../config.ts";
import type { SessionState } from "../state.ts";

export function modelBackground(
  session: Pick<SessionState, "contexts" | "activeContext" | "prompt">,
  config: Pick<SessionConfig, "systemPrompt">,
  passages: readonly FoundPassage[],
): string | null {
  const parts: string[] = [];
  if (config.systemPrompt) parts.push(config.systemPrompt);
  if (session.prompt) parts.push(session.prompt);
  const contexts = session.contexts.toSorted(
    (a, b) => Number(b.name === session.activeContext) - Number(a.name === session.activeContext),
  );
  for (const context of contexts) parts.push(`Context "${context.name}":\n${context.text}`);
  if (passages.length > 0) {
    const quoted = passages.map((passage) => {
      const page = passage.page === null ? "" : `, page ${passage.page}`;
      return `[${passage.source}${page}]\n${passage.content}`;
    });
    parts.push(`Passages of the knowledge base; name the source that you use:\n\n${quoted.join("\n\n")}`);
  }
  return parts.length === 0 ? null : parts.join("\n\n");
}
