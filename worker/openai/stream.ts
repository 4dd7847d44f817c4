/**
 * A turn as server-sent chunks while it goes on. The conversation is followed by a socket, as a page would follow it: what a
 * model streams comes as passing parts, everything else as the frames that are kept.
 */
import type { DurableFrame, PassingFrame } from "../../contracts/frames.ts";
import type { ChatChunk, ChatUsage, FinishReason } from "../../contracts/openai-api.ts";
import type { Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";
import { openSocket } from "../routes/socket.ts";
import { BREAK, callsOf, textOf, usageOf } from "./said.ts";
import { type ChatTurn, runTurn, stopTurn } from "./turn.ts";

/** A comment so that proxies do not take a quiet turn for a dead connection. */
const BEAT_MS = 15_000;

export interface ChunkHead {
  id: string;
  created: number;
  model: string;
}

export async function streamTurn(c: Ctx, turn: ChatTurn, head: ChunkHead, hasUsage: boolean): Promise<Response> {
  const socket = await openSocket(c.env, turn.key, turn.after, "reader");
  const encoder = new TextEncoder();
  const origin = new URL(c.req.url).origin;
  let over = false;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string): void => {
        if (!over) controller.enqueue(encoder.encode(text));
      };
      const chunk = (choices: ChatChunk["choices"], usage?: ChatUsage): void => {
        const body: ChatChunk = { ...head, object: "chat.completion.chunk", choices };
        // Where the caller wants the usage, every other chunk says that it has none.
        write(`data: ${JSON.stringify(hasUsage ? { ...body, usage: usage ?? null } : body)}\n\n`);
      };
      const say = (delta: ChatChunk["choices"][0]["delta"], reason: FinishReason | null = null): void =>
        chunk([{ index: 0, delta, logprobs: null, finish_reason: reason }]);
      const content = new Content(turn.message.id, origin, (text) => say({ content: text }));
      const beat = setInterval(() => write(": still here\n\n"), BEAT_MS);
      const end = (): void => {
        clearInterval(beat);
        if (over) return;
        over = true;
        socket.close(1000, "done");
        controller.close();
      };
      socket.addEventListener("message", ({ data }) => {
        if (typeof data === "string") content.take(JSON.parse(data));
      });
      socket.accept();
      say({ role: "assistant", content: "" });
      runTurn(c, turn).then(
        ({ frames, timing }) => {
          // What has not come over the socket yet, comes now.
          for (const frame of frames) content.take(frame);
          const calls = callsOf(frames);
          if (calls.length > 0) say({ tool_calls: calls.map((call, index) => ({ index, ...call })) });
          say({}, calls.length > 0 ? "tool_calls" : "stop");
          if (hasUsage) chunk([], usageOf(timing));
          write("data: [DONE]\n\n");
          end();
        },
        (error: unknown) => {
          const message = error instanceof FaultError ? error.failure.detail : "The answer failed on our side.";
          write(`data: ${JSON.stringify({ error: { message, type: "server_error", param: null, code: null } })}\n\n`);
          end();
        },
      );
    },
    async cancel() {
      // Nobody listens any more: the model is stopped, and with it the bill.
      over = true;
      socket.close(1000, "gone");
      await stopTurn(c, turn.key);
    },
  });
  return new Response(stream, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store, no-transform" },
  });
}

/** The frames of one turn made into a growing text; each counts once, wherever it comes from. */
class Content {
  private readonly message: string;
  private readonly origin: string;
  private readonly emit: (text: string) => void;
  /** The turn that began with the message. */
  private turn: number | null = null;
  private last = 0;
  private hasSaid = false;
  /** What was streamed under a name, until its whole text comes. */
  private readonly streamed = new Map<string, string>();

  constructor(message: string, origin: string, emit: (text: string) => void) {
    this.message = message;
    this.origin = origin;
    this.emit = emit;
  }

  take(frame: DurableFrame | PassingFrame): void {
    if (!("seq" in frame)) {
      if (frame.type === "delta") this.part(frame.stream, frame.text);
      return;
    }
    if (frame.seq <= this.last) return;
    this.last = frame.seq;
    if (frame.type === "user" && frame.id === this.message) this.turn = frame.turn;
    if (frame.turn !== this.turn || frame.type === "user") return;
    const text = textOf(frame, this.origin);
    if (text !== null) this.whole(text, (frame.type === "talk" ? frame.stream : undefined) ?? `=${frame.seq}`);
  }

  private part(stream: string, text: string): void {
    const before = this.streamed.get(stream);
    this.streamed.set(stream, (before ?? "") + text);
    this.add(text, before === undefined);
  }

  private whole(text: string, stream: string): void {
    const before = this.streamed.get(stream);
    if (before === undefined) {
      this.add(text, true);
      return;
    }
    // A long answer comes as several messages under one name.
    const isPart = before.startsWith(text);
    this.streamed.set(stream, isPart ? before.slice(text.length).trimStart() : "");
    if (!isPart) this.add(text.startsWith(before) ? text.slice(before.length) : BREAK + text, false);
  }

  private add(text: string, begins: boolean): void {
    if (text === "") return;
    this.emit(begins && this.hasSaid ? BREAK + text : text);
    this.hasSaid = true;
  }
}
