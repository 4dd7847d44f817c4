/** One try to send a message: bounded in time, and whatever an adapter throws is an outcome. */
import type { ChannelAdapter, Connection, OutboundJob, SendOutcome, SendTools } from "../../contracts/channel.ts";
import { type Clock, within } from "../../platform/clock.ts";
import { ForbiddenAddress } from "./outgoing.ts";

/** Of one try, until the vendor's answer is read. */
export const SEND_LIMIT_MS = 15_000;

export async function sendOnce(
  adapter: ChannelAdapter,
  job: OutboundJob,
  connection: Connection,
  { clock, fetch }: { clock: Clock; fetch: SendTools["fetch"] },
): Promise<SendOutcome> {
  const timer = new AbortController();
  const tools = { fetch, signal: timer.signal, now: clock.now() };
  try {
    const sent = await within(clock, SEND_LIMIT_MS, adapter.send(job, connection, tools));
    return sent?.value ?? { state: "retry", afterMs: null, reason: `no answer within ${SEND_LIMIT_MS / 1000} s` };
  } catch (error) {
    if (error instanceof ForbiddenAddress) return { state: "refused", reason: error.message };
    // A message of fetch can quote an address with a token in it: only the kind is told.
    return {
      state: "retry",
      afterMs: null,
      reason: `it could not be sent (${error instanceof Error ? error.name : "error"})`,
    };
  } finally {
    timer.abort();
  }
}
