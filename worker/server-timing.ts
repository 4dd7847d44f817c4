/** The latency receipt of a turn as the header `Server-Timing` (docs/observability.md). Times in ms. */
import type { TurnReceipt } from "../contracts/turn-receipt.ts";

export function serverTiming({ queueMs, steps, effectsMs, commitMs, totalMs }: TurnReceipt): string {
  return [
    `queue;dur=${queueMs}`,
    `vm;desc="${steps} steps"`,
    `effects;dur=${effectsMs}`,
    `commit;dur=${commitMs}`,
    `total;dur=${totalMs + commitMs}`,
  ].join(", ");
}
