/** A vendor's events on their way into conversations. Every step may be done again: vendors deliver more than once. */
import type { ChannelAdapter, ChannelMessage, ChannelReceipt, Connection } from "../../contracts/channel.ts";
import type { InboundMessage } from "../../contracts/conversation.ts";
import { type ConnectionRecord, conversationOfKey, type PersonRoute } from "../../contracts/deliveries.ts";
import { type Failure, fail } from "../../contracts/faults.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { Env } from "../../durable-objects/env.ts";
import { sha256Hex } from "../auth/secrets.ts";
import { callObject, sessionStub } from "../objects.ts";
import { FaultError } from "../problem.ts";
import { connectionStub } from "./connections.ts";

const MAX_ADDRESS = 200;
const MAX_NAME = 200;
const MAX_ID = 500;
const MAX_TEXT = 32_000;
/** A conversation that ends while its next one is being begun, a few times in a row. */
const MAX_RENEWALS = 3;

/** Returns once the message is durable; one that is known already changes nothing. */
export async function takeMessage(
  env: Env,
  adapter: ChannelAdapter,
  connection: Connection,
  record: ConnectionRecord,
  message: ChannelMessage,
): Promise<void> {
  const { address } = message;
  if (address === "" || address.length > MAX_ADDRESS || message.id === "" || message.id.length > MAX_ID) {
    throw new FaultError(
      "request.invalid",
      `A message has an id (${MAX_ID} characters at most) and a sender (${MAX_ADDRESS}).`,
    );
  }
  const own = connectionStub(env, connectionName(connection));
  const inbound = await inboundMessage(connection.channel, message);
  let route = await callObject(() => own.route(address));
  for (let renewals = 0; renewals <= MAX_RENEWALS; renewals++) {
    const key = keyOf(connection, route.conversation);
    if (await isKnownBefore(env, connection, route, inbound.id)) return;
    if (!route.isOpen) {
      const opened = await open(env, connection, key, message);
      const beganBy = record.opening === "begin" && opened === "waiting" ? inbound.id : null;
      const { conversation } = route;
      route = await callObject(() => own.opened(address, conversation, beganBy));
      if (route.beganBy === inbound.id) return;
      // Somebody else was faster, and it has ended since: its successor takes the message.
      if (route.conversation !== conversation) continue;
    }
    const taken = await callObject(() => sessionStub(env, key).take(inbound, choicesOf(adapter)));
    if (taken.ok) return;
    const isOver = ["conversation.ended", "conversation.unknown", "conversation.erased"].includes(taken.code);
    if (!isOver) throw notNow(taken);
    const { conversation } = route;
    route = await callObject(() => own.renew(address, conversation));
  }
  throw notNow(fail("conversation.ended", "The conversations of this address end as soon as they begin."));
}

/** A receipt that belongs to nothing of ours is as good as taken. */
export async function takeReceipt(env: Env, connection: Connection, receipt: ChannelReceipt): Promise<void> {
  const { key, vendorId, address, state, at, reason } = receipt;
  const told = { key, vendorId, state, at, reason, channel: connection.channel, connection: connection.id };
  for (const conversation of await conversationsOf(env, connection, key, address)) {
    if (await callObject(() => sessionStub(env, keyOf(connection, conversation)).receipt(told))) return;
  }
}

async function conversationsOf(
  env: Env,
  connection: Connection,
  key: string | null,
  address: string | null,
): Promise<string[]> {
  if (key !== null) return [conversationOfKey(key)].filter((id) => id !== null);
  if (address === null || address === "" || address.length > MAX_ADDRESS) return [];
  const person = await callObject(() => connectionStub(env, connectionName(connection)).find(address));
  return person ? [person.conversation, person.previous].filter((id) => id !== null) : [];
}

/** The message began this conversation and nothing else, or the one before has it. */
async function isKnownBefore(env: Env, connection: Connection, route: PersonRoute, id: string): Promise<boolean> {
  if (route.beganBy === id) return true;
  const { previous } = route;
  return previous !== null && (await callObject(() => sessionStub(env, keyOf(connection, previous)).knows(id)));
}

async function open(
  env: Env,
  connection: Connection,
  key: ConversationKey,
  { address, name }: ChannelMessage,
): Promise<string> {
  const { channel, id } = connection;
  const request = {
    channel,
    // Verified with the request: it is who the vendor says.
    user: { id: address, ...(name ? { name: name.slice(0, MAX_NAME) } : {}) },
    locale: null,
    args: {},
  };
  const origin = { channel, connection: id, address };
  const opened = await callObject(() => sessionStub(env, key).open(key, request, origin));
  if (!opened.ok) throw notNow(opened);
  return opened.value.state;
}

/** Vendors take a 4xx for a message that can never be taken: this one can, later. */
function notNow({ detail }: Failure): FaultError {
  return new FaultError("service.unavailable", detail, { headers: { "retry-after": "5" } });
}

/** The id holds the channel, so that two vendors cannot meet in one; it has to be short and printable. */
async function inboundMessage(channel: string, message: ChannelMessage): Promise<InboundMessage> {
  const plain = `${channel}:${message.id}`;
  const id = /^[\x21-\x7e]{1,128}$/.test(plain) ? plain : `${channel}:sha256:${await sha256Hex(message.id)}`;
  const words = message.text.slice(0, MAX_TEXT).toWellFormed();
  // Files are left out in this version: somebody who sent nothing else is not met with silence.
  const text = words === "" && message.attachments > 0 ? "[file]" : words;
  return { id, text, value: message.value, attachments: [] };
}

const choicesOf = ({ capabilities: { buttons, list } }: ChannelAdapter) => ({ buttons, list });

const connectionName = ({ tenant, channel, id }: Connection) => ({ tenant, channel, connection: id });

const keyOf = ({ tenant, bot }: Connection, conversation: string): ConversationKey => ({ tenant, bot, conversation });
