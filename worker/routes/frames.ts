/** Reading a conversation's frames: a page of JSON, or server-sent events that follow it live for a minute. */
import { Hono } from "hono";
import type { FramesPage } from "../../contracts/conversation.ts";
import { LIMITS } from "../../contracts/frames.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import { requireAccess } from "../auth/access.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { checkOrigin } from "../bot-settings.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject, sessionStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { wholeNumber } from "../query.ts";
import { openSocket } from "./socket.ts";

/** A stream ends after this; the client comes back with `Last-Event-ID`. */
const FOLLOW_MS = 60_000;
/** A comment so that proxies do not take a quiet conversation for a dead connection. */
const BEAT_MS = 15_000;
/** What a slow reader may leave waiting before it is cut off; it loses nothing, it comes back with its last id. */
const MAX_WAITING_BYTES = 1024 * 1024;

export function frames(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get("/bots/:bot/conversations/:id/frames", (c) => read(c, tokensOf(c)));
  return routes;
}

async function read(c: Ctx, tokens: ApiTokenStore): Promise<Response> {
  const { key } = await requireAccess(c, "conversations:read", tokens);
  const live = /\btext\/event-stream\b/.test(c.req.header("accept") ?? "");
  const after = wholeNumber(live ? (c.req.header("last-event-id") ?? c.req.query("after")) : c.req.query("after"));
  const limit = wholeNumber(c.req.query("limit")) ?? LIMITS.framesPerPage;
  if (limit < 1 || limit > LIMITS.framesPerPage)
    throw new FaultError("request.invalid", `limit is a number from 1 to ${LIMITS.framesPerPage}.`);
  await checkOrigin(c, key.bot);
  if (live) return follow(c, key, after ?? 0);
  const page: FramesPage = expectOk(await callObject(() => sessionStub(c.env, key).frames(after ?? 0, limit)));
  return c.json(page);
}

/** The stream is fed by a socket to the object, so that an idle conversation still hibernates. */
async function follow(c: Ctx, key: ConversationKey, after: number): Promise<Response> {
  // It is only read from here, whoever asked.
  const socket = await openSocket(c.env, key, after, "reader");
  socket.accept();
  const encoder = new TextEncoder();
  let stop = () => {};
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          if (stopped) return;
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < 0) stop();
        };
        let stopped = false;
        const beat = setInterval(() => send(": still here\n\n"), BEAT_MS);
        const end = setTimeout(() => stop(), FOLLOW_MS);
        stop = () => {
          if (stopped) return;
          stopped = true;
          clearInterval(beat);
          clearTimeout(end);
          try {
            socket.close(1000, "done");
            controller.close();
          } catch {
            // The reader left, or the object closed first: both are ends.
          }
        };
        socket.addEventListener("message", (event) => {
          if (typeof event.data === "string") send(toEvent(event.data));
        });
        socket.addEventListener("close", () => stop());
        socket.addEventListener("error", () => stop());
        send("retry: 1000\n\n");
      },
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
  );
  return new Response(stream, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store, no-transform" },
  });
}

/** Durable frames carry their number as the event's id; of the passing ones only what a reader can show goes out. */
function toEvent(text: string): string {
  const frame: unknown = JSON.parse(text);
  if (typeof frame !== "object" || frame === null) return "";
  if ("seq" in frame) return `id: ${frame.seq}\ndata: ${text}\n\n`;
  const shown = "type" in frame && (frame.type === "working" || frame.type === "delta");
  return shown ? `data: ${text}\n\n` : "";
}
