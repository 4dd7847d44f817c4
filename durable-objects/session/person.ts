/** Who a conversation is with, where somebody vouches for it: the edge that has read a signed token, or the vendor of a channel. */
import type { OpenRequest } from "../../contracts/conversation.ts";
import type { ChannelOrigin } from "../../contracts/deliveries.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import { personKey } from "../../platform/identity/person-key.ts";
import type { Env } from "../env.ts";

/** A person is the same one in all connections of a channel and with all bots of the tenant. */
export async function withPerson(
  env: Env,
  { tenant }: ConversationKey,
  request: OpenRequest,
  via: ChannelOrigin | undefined,
): Promise<OpenRequest> {
  if (!via || request.person) return request;
  return {
    ...request,
    person: { key: await personKey(env.OPERATOR_KEY, tenant, `channel:${via.channel}`, via.address) },
  };
}
