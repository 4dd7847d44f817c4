/** What a bot says in a turn, as the content of one message. */
import type { DurableFrame } from "../../contracts/frames.ts";
import type { ChatToolCall, ChatUsage } from "../../contracts/openai-api.ts";
import { patchText, treeText } from "../../contracts/tree-text.ts";
import type { TurnReceipt } from "../../contracts/turn-receipt.ts";

/** Between two things that are said. */
export const BREAK = "\n\n";

/** The text of a frame; null for one that says nothing. `origin` makes addresses of ours whole. */
export function textOf(frame: DurableFrame, origin: string): string | null {
  switch (frame.type) {
    case "talk":
      return frame.text;
    case "error":
      return frame.message;
    case "tree":
      return treeText(frame.tree);
    case "tree.patch":
      return patchText(frame.ops);
    case "image":
    case "file":
    case "audio":
    case "video":
      return `[${(frame.alt || frame.name).replaceAll(/[[\]]/g, "")}](${new URL(frame.url, origin).href})`;
    default:
      return null;
  }
}

export const callsOf = (frames: readonly DurableFrame[]): ChatToolCall[] =>
  frames.flatMap((frame) =>
    frame.type === "tool-calls"
      ? frame.calls.map(({ id, name, arguments: json }) => ({
          id,
          type: "function" as const,
          function: { name, arguments: json },
        }))
      : [],
  );

/** Tokens of the models that the turn called; none where scripts answered by themselves. */
export function usageOf(receipt: TurnReceipt | undefined): ChatUsage {
  const { input = 0, cached = 0, output = 0 } = receipt?.model ?? {};
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  };
}
