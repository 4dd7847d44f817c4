/** BROADCAST text TO BOTS goes to the bots of the conversation, any other BROADCAST to people. */
import type { Operand } from "../ast.ts";

export function broadcastOf(
  keyword: string,
  operands: Record<string, Operand>,
): { keyword: string; operands: Record<string, Operand> } {
  const { text, recipients } = operands;
  const toBots = keyword === "BROADCAST" && recipients && !Array.isArray(recipients) && recipients.kind === "word";
  return toBots && text ? { keyword: "BROADCAST TO BOTS", operands: { message: text } } : { keyword, operands };
}
