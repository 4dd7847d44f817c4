/**
 * The models worker: calls language models for the product's conversations, and nothing else. It stands beside the product's
 * worker and is reached through a service binding alone (docs/decisions/0010-models-worker.md): the providers' packages are
 * larger than all of the product. It keeps nothing but the health of the models it calls.
 */
import * as z from "zod";
import { MODEL_FACTS_PATH } from "../contracts/ledger.ts";
import {
  embedCallSchema,
  MODEL_CALL_PATH,
  MODEL_EMBED_PATH,
  MODEL_LIMITS,
  type ModelEvent,
  modelCallSchema,
  PROVIDERS,
} from "../contracts/model-call.ts";
import { callModel } from "./call.ts";
import { modelFacts } from "./catalogue/prices.ts";
import { embed } from "./embed.ts";
import { failureOf } from "./failure.ts";
import { type GuardEnv, guardedFetch } from "./guarded-fetch.ts";

const tenantHeader = z.string().min(1).max(100);

export default {
  async fetch(request: Request, env: GuardEnv): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "GET" && pathname === MODEL_FACTS_PATH) return factsOf(searchParams);
    if (request.method !== "POST") return problem(405, "Models are called by POST.");
    const tenant = tenantHeader.safeParse(request.headers.get("x-basalt-tenant"));
    if (!tenant.success) return problem(400, "The call names no tenant.");
    const length = Number(request.headers.get("content-length") ?? 0);
    if (length > MODEL_LIMITS.callBytes) return problem(413, "The call is larger than 24 MB.");
    const fetch = guardedFetch(env, tenant.data);
    const asked: unknown = await request.json().catch(() => null);
    switch (pathname) {
      case MODEL_CALL_PATH: {
        const call = modelCallSchema.safeParse(asked);
        if (!call.success) return problem(400, z.prettifyError(call.error));
        const stop = new AbortController();
        return new Response(linesOf(callModel(call.data, { fetch, script: call.data.script }, stop.signal), stop), {
          headers: { "content-type": "application/x-ndjson" },
        });
      }
      case MODEL_EMBED_PATH: {
        const call = embedCallSchema.safeParse(asked);
        if (!call.success) return problem(400, z.prettifyError(call.error));
        try {
          return Response.json(await embed(call.data, { fetch, script: "" }, request.signal));
        } catch (error) {
          const { kind, status } = failureOf(error, false);
          return Response.json(
            { kind, status, detail: error instanceof TypeError ? error.message : "" },
            { status: 502 },
          );
        }
      }
      default:
        return problem(404, "There is no such call.");
    }
  },
};

function factsOf(asked: URLSearchParams): Response {
  const provider = z.enum(PROVIDERS).safeParse(asked.get("provider"));
  if (!provider.success) return problem(400, "There is no such provider.");
  return Response.json(modelFacts(provider.data, asked.get("model") ?? ""));
}

const problem = (status: number, detail: string): Response =>
  Response.json({ detail: detail.slice(0, 1_000) }, { status });

/** Whoever cancels the body aborts the call, and with it the provider's bill. */
function linesOf(events: AsyncGenerator<ModelEvent>, stop: AbortController): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await events.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch (error) {
        controller.error(error);
      }
    },
    async cancel() {
      stop.abort(new Error("nobody listens any more"));
      await events.return(undefined).catch(() => {});
    },
  });
}
