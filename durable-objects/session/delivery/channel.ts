/** What a conversation that has a vendor behind it does besides: delivering, and reading a number as the choice that it names. */
import { hearType } from "../../../basic/hear/types.ts";
import type { ChannelCapabilities } from "../../../contracts/channel.ts";
import { choiceStyle } from "../../../contracts/channel-render.ts";
import type { InboundMessage } from "../../../contracts/conversation.ts";
import type { ChannelDeliveryApi } from "../../../contracts/deliveries.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import { botObject } from "../../objects.ts";
import type { Conversation } from "../conversation.ts";
import type { SessionState } from "../state.ts";
import { Deliveries } from "./deliveries.ts";
import { type DeliveryStorage, DeliveryStore } from "./delivery-store.ts";

/** What the object provides for channels. */
export interface ChannelParts {
  storage: DeliveryStorage;
  adapters: ChannelDeliveryApi;
}

/** How much the channel can show as choices, which says whether they were numbered. */
export type ShownChoices = Pick<ChannelCapabilities, "buttons" | "list">;

/** Of one rendering. */
const MAX_FRAMES = 200;
const MAX_BYTES = 1024 * 1024;

/** Null for a conversation of the web. */
export function deliveriesOf(
  conversation: Conversation,
  { storage, adapters }: ChannelParts,
  parts: { keepAwake(work: Promise<unknown>): void; arm(): void; exists(): boolean },
): Deliveries | null {
  const { identity, clock, config, store, env } = conversation;
  if (!identity.via) return null;
  return new Deliveries({
    ...parts,
    clock,
    store: new DeliveryStore(storage),
    key: identity.key,
    origin: identity.via,
    maxAttempts: config.keys["delivery-max-attempts"],
    adapters,
    // Fetched anew each time: a stub that has broken stays broken.
    letters: {
      deadLetter: (letter) => botObject(env, identity.key).deadLetter(letter),
      withdrawDeadLetter: (id, number) => botObject(env, identity.key).withdrawDeadLetter(id, number),
    },
    lastSeq: () => conversation.state.seq,
    frames: (after, to) => store.frames(after, to, MAX_FRAMES, MAX_BYTES).map(({ frame }) => frame),
  });
}

/** Questions at which a number is a choice and not the answer itself. */
const WORDED: ReadonlySet<string> = new Set(["TEXT", "NAME", "BOOLEAN"]);

/**
 * Where a channel showed the suggestions as numbered lines, a number means the suggestion. A menu understands numbers
 * itself (basic/hear/menu.ts).
 */
export function numberedChoice(
  message: InboundMessage,
  state: Pick<SessionState, "hear" | "shown">,
  choices: ShownChoices,
): InboundMessage {
  const number = /^#?(\d{1,2})[.)]?$/.exec(message.text.trim())?.[1];
  if (number === undefined || message.value !== null || (state.hear && state.hear.options !== null)) return message;
  if (state.hear && !WORDED.has(hearType(state.hear.as))) return message;
  const shown = JSON.parse(state.shown) as { label: string; value: JsonValue }[];
  const choice = shown[Number(number) - 1];
  if (!choice || choiceStyle(shown, choices) !== "numbered") return message;
  return { ...message, text: choice.label, value: choice.value };
}
