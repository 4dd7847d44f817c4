/**
 * The adapters for the conversations' objects, which may not import them: an entrypoint of this very worker, reached through
 * `ctx.exports` and by nobody outside. It keeps nothing; what is to be sent, and what became of it, is in the conversation.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import type { OutboundMessage, SendOutcome } from "../../contracts/channel.ts";
import type { ChannelDeliveryApi, RenderRequest, SendRequest } from "../../contracts/deliveries.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { Env } from "../../durable-objects/env.ts";
import { systemClock } from "../../platform/clock.ts";
import { connectionStub, openConnection } from "./connections.ts";
import { outgoingFetch } from "./outgoing.ts";
import { findChannel } from "./registry.ts";
import { sendOnce } from "./send-once.ts";

export class ChannelDelivery extends WorkerEntrypoint<Env> implements ChannelDeliveryApi {
  async render(request: RenderRequest): Promise<Result<OutboundMessage[]>> {
    const adapter = findChannel(request.channel);
    if (!adapter) return fail("channel.unknown", `the channel ${request.channel} is not installed`);
    const record = await connectionStub(this.env, request).read();
    try {
      return ok(adapter.render(request.frames, record?.origin ?? ""));
    } catch (error) {
      return fail(
        "internal",
        `the channel's adapter could not render it (${error instanceof Error ? error.name : "error"})`,
      );
    }
  }

  async send(request: SendRequest): Promise<SendOutcome> {
    const adapter = findChannel(request.channel);
    if (!adapter) return { state: "refused", reason: `the channel ${request.channel} is not installed` };
    const record = await connectionStub(this.env, request).read();
    // A connection that was removed and made again for another bot must not speak for the first one.
    if (record === null || record.bot !== request.bot)
      return { state: "refused", reason: "the connection was removed" };
    const connection = await openConnection(this.env, request, record);
    if (connection === null) {
      return { state: "refused", reason: "the connection's secrets cannot be opened any more: set them again" };
    }
    const { message, address, key, conversation } = request;
    const job = { message, address, key, conversation };
    const fetch = outgoingFetch(this.env, request.tenant);
    return sendOnce(adapter, job, connection, { clock: systemClock, fetch });
  }
}
