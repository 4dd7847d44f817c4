/** A completion is a turn of a conversation: one that is made for it, or the one that the caller names. */
import { type DurableFrame, LIMITS } from "../../contracts/frames.ts";
import { botName, type ConversationKey, conversationId } from "../../contracts/ids.ts";
import type { ChatRequest } from "../../contracts/openai-api.ts";
import type { TurnReceipt } from "../../contracts/turn-receipt.ts";
import { newConversationId } from "../../platform/ids.ts";
import type { Ctx } from "../context.ts";
import { callObject, sessionStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { toBrought } from "./brought.ts";

export const CONVERSATION_HEADER = "x-basalt-conversation";
const CHANNEL = "openai";
/** A caller waits no longer for one answer. */
const MAX_WAITS = 20;

export interface ChatTurn {
  key: ConversationKey;
  message: { id: string; text: string; attachments: []; value: null };
  /** The last frame before it. */
  after: number;
}

export interface TurnResult {
  frames: DurableFrame[];
  timing?: TurnReceipt;
}

/** Opens the conversation, or finds the one that is named. Throws a FaultError. */
export async function beginTurn(c: Ctx, request: ChatRequest): Promise<ChatTurn> {
  const tenant = c.get("tenant");
  const bot = botName.safeParse(request.model);
  if (!bot.success) throw unknownBot(request.model);
  const { brought, text } = toBrought(request);
  const message = { id: `openai-${crypto.randomUUID()}`, text, attachments: [] as [], value: null };
  const named = c.req.header(CONVERSATION_HEADER);
  if (named === undefined) {
    const key = { tenant, bot: bot.data, conversation: newConversationId() };
    const user = request.user ? { id: request.user } : null;
    const open = { channel: CHANNEL, user, locale: null, args: {}, brought };
    const answer = await callObject(() => sessionStub(c.env, key).open(key, open, undefined, c.get("trace")));
    if (!answer.ok && answer.code === "bot.no-release") throw unknownBot(bot.data);
    return { key, message, after: expectOk(answer).seq };
  }
  if (!conversationId.safeParse(named).success)
    throw new FaultError(
      "conversation.unknown",
      `${CONVERSATION_HEADER} is the id of a conversation, as an answer before it has it.`,
    );
  if (brought.tools.length > 0)
    throw new FaultError(
      "request.invalid",
      "Tools of the caller are for conversations that the caller keeps: leave the header away and send all messages.",
      {
        errors: [{ path: "tools", message: "not with a named conversation" }],
      },
    );
  const key = { tenant, bot: bot.data, conversation: named };
  // A token of this API speaks for its own callers, and for nobody on a bot's pages or channels.
  const { channel } = expectOk(await callObject(() => sessionStub(c.env, key).unprojected(1)));
  if (channel !== CHANNEL)
    throw new FaultError("conversation.unknown", "No conversation that was begun over this API has this id.");
  const { seq } = expectOk(await callObject(() => sessionStub(c.env, key).frames(Number.MAX_SAFE_INTEGER, 1)));
  return { key, message, after: seq };
}

const unknownBot = (name: string): FaultError =>
  new FaultError("bot.unknown", `There is no bot ${name.slice(0, 100)}.`);

/** Runs it to its end; a script that goes on for long is waited for. */
export async function runTurn(c: Ctx, { key, message }: ChatTurn): Promise<TurnResult> {
  for (let waits = 0; ; waits++) {
    const turn = expectOk(
      await callObject(() => sessionStub(c.env, key).receive(message, LIMITS.answerSeconds * 1000, c.get("trace"))),
    );
    if (turn.quiet || turn.state !== "running" || waits >= MAX_WAITS)
      return { frames: turn.frames, ...(turn.timing ? { timing: turn.timing } : {}) };
  }
}

/** Nobody waits for the answer any more. */
export const stopTurn = (c: Ctx, key: ConversationKey): Promise<unknown> =>
  sessionStub(c.env, key)
    .stop()
    .catch(() => null);
