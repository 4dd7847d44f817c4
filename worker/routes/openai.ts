/** Bots as models behind the API of OpenAI's chat completions: its clients work unchanged (docs/bots-as-an-api.md). */
import { Hono } from "hono";
import { type ChatCompletion, chatRequest, type ModelObject, OPENAI_LIMITS } from "../../contracts/openai-api.ts";
import { systemClock } from "../../platform/clock.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readJson } from "../body.ts";
import { botNames, botSummary } from "../bots.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { openaiError } from "../openai/errors.ts";
import { BREAK, callsOf, textOf, usageOf } from "../openai/said.ts";
import { streamTurn } from "../openai/stream.ts";
import { beginTurn, CONVERSATION_HEADER, runTurn } from "../openai/turn.ts";
import { FaultError } from "../problem.ts";

const PAGE = 50;
const MAX_MODELS = 1_000;

export function openai(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.post("/chat/completions", async (c) => {
    await requireScope(c, "conversations:write", tokensOf(c));
    const request = await readJson(c.req.raw, chatRequest, OPENAI_LIMITS.body);
    const turn = await beginTurn(c, request);
    c.header(CONVERSATION_HEADER, turn.key.conversation);
    const head = { id: `chatcmpl-${turn.key.conversation}`, created: seconds(systemClock.now()), model: request.model };
    if (request.stream) {
      const answer = await streamTurn(c, turn, head, request.stream_options?.include_usage === true);
      answer.headers.set(CONVERSATION_HEADER, turn.key.conversation);
      return answer;
    }
    const { frames, timing } = await runTurn(c, turn);
    const { origin } = new URL(c.req.url);
    const text = frames.flatMap((frame) => textOf(frame, origin) ?? []).join(BREAK);
    const calls = callsOf(frames);
    const message = {
      role: "assistant" as const,
      content: text === "" && calls.length > 0 ? null : text,
      refusal: null,
      ...(calls.length > 0 ? { tool_calls: calls } : {}),
    };
    const answer: ChatCompletion = {
      ...head,
      object: "chat.completion",
      choices: [{ index: 0, message, logprobs: null, finish_reason: calls.length > 0 ? "tool_calls" : "stop" }],
      usage: usageOf(timing),
    };
    return c.json(answer);
  });

  routes.get("/models", async (c) => {
    await requireScope(c, "bots:read", tokensOf(c));
    const data: ModelObject[] = [];
    let cursor: string | undefined;
    do {
      const page = await botNames(c.env.FILES, c.get("tenant"), PAGE, cursor);
      data.push(...(await Promise.all(page.names.map((bot) => modelOf(c, bot)))));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined && data.length < MAX_MODELS);
    return c.json({ object: "list", data });
  });

  routes.get("/models/:bot", async (c) => {
    await requireScope(c, "bots:read", tokensOf(c));
    const model = await modelOf(c, botOf(c));
    if (model.created === 0) throw new FaultError("bot.unknown", "No package has been published under this name.");
    return c.json(model);
  });

  routes.all("*", () => {
    throw new FaultError("route.unknown", "Of this API there are /v1/chat/completions and /v1/models.");
  });
  routes.onError((error, c) => {
    if (error instanceof FaultError) return openaiError(c, error.failure, error.headers);
    throw error;
  });
  return routes;
}

async function modelOf(c: Ctx, bot: string): Promise<ModelObject> {
  const { publishedAt } = await botSummary(c.env, c.get("tenant"), bot);
  const created = publishedAt === null ? 0 : seconds(Date.parse(publishedAt));
  return { id: bot, object: "model", created, owned_by: c.get("tenant") };
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
