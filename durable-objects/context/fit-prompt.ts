/** Makes a request fit into what its model reads: what was said longest ago goes first. */
import type { ModelMessage } from "../../contracts/model-call.ts";
import type { PackageConfig } from "../../contracts/package-config.ts";
import { estimateCall, type Prompt } from "../../platform/token-estimate.ts";
import type { ModelAccess } from "../llm/complete.ts";
import { modelFacts } from "../llm/facts.ts";

/** Tokens of a model that nobody knows. */
const UNKNOWN_WINDOW = 8_192;
/** UTF-16 units that remain of a tool's result where there is no room for more. */
const SHORT_RESULT = 4_000;

/** Tokens for the prompt: the smallest window of the chain, less what is kept for the answer, which is half of it at most. */
export async function inputRoom({ models, plan }: ModelAccess, keys: PackageConfig): Promise<number> {
  const own = keys["llm-context-window"];
  const known = own > 0 ? [] : await Promise.all(plan.targets.map((target) => modelFacts(models, target)));
  const windows = own > 0 ? [own] : known.map((facts) => facts?.contextTokens ?? UNKNOWN_WINDOW);
  const window = Math.min(...windows);
  return window - Math.min(plan.maxTokens, Math.floor(window / 2));
}

export interface Fitted {
  messages: ModelMessage[];
  /** How many were left out. */
  left: number;
}

/**
 * Leaves out the earliest messages until the rest fits, never a tool's call without its result, and never the last message of
 * the person with what followed it. Where those alone are too long, results of tools are shortened. What does not fit even so
 * goes as it is: the provider says that it is too long.
 */
export function fitPrompt({ system, messages, tools = [] }: Prompt, room: number): Fitted {
  const sizes = messages.map((message) => estimateCall({ system: null, messages: [message] }).input);
  let total = estimateCall({ system, messages: [], tools }).input + sizes.reduce((sum, size) => sum + size, 0);
  if (total <= room) return { messages, left: 0 };
  const last = messages.findLastIndex(({ role }) => role === "user");
  let first = 0;
  // What remains begins with the person: several providers refuse anything else.
  while (first < last && (total > room || messages[first]?.role !== "user")) total -= sizes[first++] ?? 0;
  const rest = messages.slice(first);
  return { messages: total > room ? rest.map(shortened) : rest, left: first };
}

function shortened(message: ModelMessage): ModelMessage {
  if (message.role !== "tool") return message;
  const content = message.content.map((part) =>
    part.output.length <= SHORT_RESULT
      ? part
      : {
          ...part,
          output: `${part.output.slice(0, SHORT_RESULT).toWellFormed()}\n[the rest was left out for want of room]`,
        },
  );
  return { ...message, content };
}
