/** Replays (docs/replay.md): going through a recorded conversation, forking it, and rehearsing another release against it. */
import { Hono } from "hono";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import type { Result } from "../../contracts/faults.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { ReplaySource } from "../../contracts/objects.ts";
import type { BotConversation } from "../../contracts/release.ts";
import {
  forkRequest,
  REPLAY_LIMITS,
  type RehearsalRequest,
  type Rehearsed,
  type ReplayOverview,
  type ReplayState,
  rehearsalRequest,
} from "../../contracts/replay.ts";
import type { Env } from "../../durable-objects/env.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf, conversationOf, idForOpening, mintToken } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { sha256Hex } from "../auth/secrets.ts";
import { readBytes, readJson } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject, replayStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { wholeNumber } from "../query.ts";

const TRANSCRIPT_BYTES = 8 * 1024 * 1024;
const BOT_PAGE = 100;

export function replays(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const path = "/bots/:bot/conversations/:id";

  routes.get(`${path}/replay`, async (c) => {
    const key = await entry(c);
    return c.json(await overview(c, nameOf(key), { key }));
  });

  routes.get(`${path}/replay/:turn/:statement`, async (c) => {
    const key = await entry(c);
    const position = { turn: numberIn(c, "turn"), statement: numberIn(c, "statement") };
    const state: ReplayState = expectOk(await callObject(() => replayStub(c.env, nameOf(key)).at({ key }, position)));
    return c.json(state);
  });

  routes.post(`${path}/replay/fork`, async (c) => {
    const key = conversationOf(c);
    await requireScope(c, "conversations:write", tokensOf(c));
    // The fork tells everything that was said.
    await requireScope(c, "conversations:read", tokensOf(c));
    const position = await readJson(c.req.raw, forkRequest);
    const conversation = await idForOpening(c, key.bot, { ...position, of: key.conversation });
    const turn = expectOk(await callObject(() => replayStub(c.env, nameOf(key)).fork({ key }, position, conversation)));
    const token = await mintToken(c.env, { ...key, conversation });
    const answer: OpenAnswer = { id: conversation, token, seq: turn.seq, state: turn.state, frames: turn.frames };
    return c.json(answer, 201, { location: `/api/v1/bots/${key.bot}/conversations/${conversation}/frames` });
  });

  routes.get(`${path}/transcript`, async (c) => {
    const key = await entry(c);
    const name = c.req.query("name") ?? key.conversation;
    if (name.length > 200) throw new FaultError("request.invalid", "name has at most 200 characters.");
    return c.json(expectOk(await callObject(() => replayStub(c.env, nameOf(key)).transcript({ key }, name))));
  });

  /**
   * An export of any server, replayed with the bot's current release. `turn` and `statement` ask for a position. `file`, the
   * hash of one that was sent before, goes in place of its text while that is in memory.
   */
  routes.post("/bots/:bot/replays", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "conversations:read", tokensOf(c));
    const named = c.req.query("file");
    if (named !== undefined && !/^[0-9a-f]{64}$/.test(named))
      throw new FaultError("request.invalid", "file is the SHA-256 of the file's text in 64 hexadecimal digits.");
    const file = named === undefined ? await fileText(c) : null;
    const tenant = c.get("tenant");
    const source = { key: { tenant, bot, conversation: "file" }, file };
    const name = `${tenant}/${bot}/file/${named ?? (await sha256Hex(file ?? ""))}`;
    const [turn, statement] = [wholeNumber(c.req.query("turn")), wholeNumber(c.req.query("statement"))];
    if (turn === undefined) return c.json(await overview(c, name, source));
    const position = { turn, statement: statement ?? 1 };
    return c.json(expectOk(await callObject(() => replayStub(c.env, name).at(source, position))));
  });

  routes.post("/bots/:bot/rehearsals", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "conversations:read", tokensOf(c));
    const request = await readJson(c.req.raw, rehearsalRequest, TRANSCRIPT_BYTES);
    const tenant = c.get("tenant");
    // What cannot be begun at all has its own status.
    const { release } = request;
    const stub = botStub(c.env, tenant, bot);
    expectOk(await callObject(() => (release === null ? stub.current() : stub.release(release))));
    return new Response(lines(rehearsals(c.env, tenant, bot, request)), {
      headers: { "content-type": "application/jsonl; charset=utf-8", "cache-control": "no-store" },
    });
  });

  async function entry(c: Ctx): Promise<ConversationKey> {
    const key = conversationOf(c);
    await requireScope(c, "conversations:read", tokensOf(c));
    return key;
  }

  return routes;
}

const fileText = async (c: Ctx): Promise<string> =>
  new TextDecoder().decode(await readBytes(c.req.raw, REPLAY_LIMITS.fileBytes));

const nameOf = ({ tenant, bot, conversation }: ConversationKey): string => `${tenant}/${bot}/${conversation}`;

function numberIn(c: Ctx, name: string): number {
  const text = c.req.param(name) ?? "";
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new FaultError("request.invalid", "Turns and statements count from 1.");
  return Number(text);
}

async function overview(c: Ctx, name: string, source: ReplaySource): Promise<ReplayOverview> {
  const after = wholeNumber(c.req.query("after")) ?? 0;
  const limit = wholeNumber(c.req.query("limit")) ?? REPLAY_LIMITS.turnsPerPage;
  if (limit < 1 || limit > REPLAY_LIMITS.turnsPerPage)
    throw new FaultError("request.invalid", `limit is a number from 1 to ${REPLAY_LIMITS.turnsPerPage}.`);
  return expectOk(await callObject(() => replayStub(c.env, name).overview(source, after, limit)));
}

/** One line for each conversation, as each is done, and one at the end. */
async function* rehearsals(
  env: Env,
  tenant: string,
  bot: string,
  { release, transcript: given, ...which }: RehearsalRequest,
): AsyncGenerator<object> {
  const transcript = given ?? null;
  const totals = { conversations: 0, changed: 0, failed: 0 };
  for await (const conversation of transcript ? ["file"] : conversationsOf(env, tenant, bot, which)) {
    const key = { tenant, bot, conversation };
    const name = transcript ? `${tenant}/${bot}/file/${await sha256Hex(JSON.stringify(transcript))}` : nameOf(key);
    const done = await attempt(() => replayStub(env, name).rehearse({ key }, release, transcript));
    const { transcript: made, ...report } = done.ok ? done.value : failed(conversation, done.detail);
    totals.conversations += 1;
    if (report.failure !== null) totals.failed += 1;
    else if (report.differences.length > 0) totals.changed += 1;
    yield { type: "conversation", ...report, ...(transcript && made ? { transcript: made } : {}) };
  }
  yield { type: "end", ...totals };
}

/** The stream has begun: what fails now is told in its line. */
async function attempt(call: () => Promise<Result<Rehearsed>>): Promise<Result<Rehearsed>> {
  try {
    return await callObject(call);
  } catch (error) {
    if (error instanceof FaultError) return error.failure;
    throw error;
  }
}

const failed = (conversation: string, failure: string): Rehearsed => ({
  conversation,
  turns: 0,
  frames: 0,
  differences: [],
  failure,
});

async function* conversationsOf(
  env: Env,
  tenant: string,
  bot: string,
  { last = 0, conversations }: Pick<RehearsalRequest, "last" | "conversations">,
): AsyncGenerator<string> {
  if (conversations) {
    yield* conversations;
    return;
  }
  let cursor: string | null = null;
  for (let left = last; left > 0; ) {
    const filter = { state: null, release: null, limit: Math.min(left, BOT_PAGE), cursor };
    const page: { items: BotConversation[]; nextCursor: string | null } = await callObject(() =>
      botStub(env, tenant, bot).conversations(filter),
    );
    yield* page.items.map(({ id }) => id);
    left -= page.items.length;
    cursor = page.nextCursor;
    if (cursor === null || page.items.length === 0) return;
  }
}

function lines(items: AsyncGenerator<object>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await items.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    cancel: () => void items.return(undefined),
  });
}
