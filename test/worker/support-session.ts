/** A conversation inside workerd for the tests: programs compiled from text, and a bot object that offers them. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { compile, encodeProgram, parse } from "../../basic/index.ts";
import type { InboundMessage, OpenRequest, TurnAnswer } from "../../contracts/conversation.ts";
import type { Result } from "../../contracts/faults.ts";
import type { DurableFrame, ServerFrame } from "../../contracts/frames.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { SessionApi } from "../../contracts/objects.ts";
import { ANSWER_SCRIPT, blobKey, programKey, type ReleaseManifest } from "../../contracts/release.ts";
import { ANSWER_SOURCE } from "../../durable-objects/answers/script.ts";
import { switchRelease } from "../../durable-objects/bot/releases.ts";
import type { BotObject } from "../../durable-objects/bot-object.ts";
import { newConversationId } from "../../platform/ids.ts";

export const TENANT = "default";
let bots = 0;
let messages = 0;

export interface BotFiles {
  /** Script id to text; `start` runs when a conversation begins. */
  scripts?: Record<string, string>;
  config?: Record<string, string>;
  /** Path inside the package to text. */
  data?: Record<string, string>;
  knowledge?: ReleaseManifest["knowledge"];
}

/** A bot with these scripts; a text alone is its start script. Yields the bot's name. */
export async function bot(files: string | BotFiles): Promise<string> {
  const {
    scripts = {},
    config = {},
    data = {},
    knowledge = [],
  } = typeof files === "string" ? { scripts: { start: files } } : files;
  const name = `bot${++bots}`;
  const manifest: ReleaseManifest = {
    hash: await sha256(`${name}${JSON.stringify(files)}`),
    bot: name,
    createdAt: "2026-01-01T00:00:00.000Z",
    scripts: [],
    config,
    systemPrompt: null,
    knowledge,
    data: [],
    theme: [],
  };
  for (const [id, text] of [...Object.entries(scripts), [ANSWER_SCRIPT, ANSWER_SOURCE.text] as const]) {
    const path = `${name}.gbdialog/${id}.bas`;
    const { script, diagnostics } = parse(text, path);
    const hash = await sha256(`${path}\n${text}`);
    const compiled = compile(script, { hash });
    const problems = [...diagnostics, ...compiled.diagnostics].filter((d) => d.severity === "error");
    if (problems.length > 0 && !text.includes("DOES NOT COMPILE")) {
      throw new Error(problems.map((d) => `${d.line}:${d.column} ${d.message}`).join("\n"));
    }
    const usable = problems.length === 0 && compiled.program !== null;
    if (usable && compiled.program)
      await env.FILES.put(programKey(TENANT, name, hash), encodeProgram(compiled.program));
    manifest.scripts.push({ name: id, path, program: usable ? hash : null });
  }
  for (const [path, text] of Object.entries(data)) {
    const hash = await sha256(text);
    await env.FILES.put(blobKey(TENANT, hash), text);
    manifest.data.push({ path, hash, size: text.length });
  }
  const object = env.BOT.getByName(`${TENANT}/${name}`);
  await runInDurableObject(object as unknown as DurableObjectStub<BotObject>, (_, state) => {
    switchRelease(state.storage.sql, { manifest, files: [], publishedAt: Date.now() });
  });
  return name;
}

export interface Talk {
  key: ConversationKey;
  stub: DurableObjectStub<undefined>;
  api: SessionApi;
  /** Sends a message and yields the answer of its turn. */
  say(text: string, id?: string, value?: InboundMessage["value"]): Promise<TurnAnswer>;
  send(text: string, id: string, waitMs?: number): ReturnType<SessionApi["receive"]>;
  transcript(): Promise<DurableFrame[]>;
  /** Why its recording cannot be run again: the test has damaged it. */
  damaged: string | null;
}

/** Every conversation of a test file, and the test that made it: support-replay.ts runs them all again. */
export const opened: { talk: Talk; test: string }[] = [];
/** While this is set, conversations are opened as damaged ones, for this reason. */
export const damage: { reason: string | null } = { reason: null };

/** A conversation that has not been opened. */
export function conversation(name: string): Talk {
  const key = { tenant: TENANT, bot: name, conversation: newConversationId() };
  // A stub breaks with the object behind it, so each call takes a new one. The platform's types lose recursive JSON types
  // on the way; the object implements exactly this interface.
  const stub = () => env.SESSION.getByName(`${key.tenant}/${key.bot}/${key.conversation}`);
  const api = () => stub() as unknown as SessionApi;
  const talk: Talk = {
    damaged: damage.reason,
    key,
    get stub() {
      return stub() as unknown as DurableObjectStub<undefined>;
    },
    get api() {
      return api();
    },
    say: async (text, id = `m-${++messages}`, value = null) =>
      answered(unwrap(await api().receive({ id, text, value, attachments: [] }, 20_000))),
    send: (text, id, waitMs = 20_000) => api().receive({ id, text, value: null, attachments: [] }, waitMs),
    transcript: async () => unwrap(await api().frames(0, 10_000)).items,
  };
  opened.push({ talk, test: expect.getState().currentTestName ?? "" });
  return talk;
}

export async function open(name: string, request: Partial<OpenRequest> = {}): Promise<Talk & { first: TurnAnswer }> {
  const talk = conversation(name);
  const whole = { channel: "web", user: null, locale: null, args: {}, ...request };
  return Object.assign(talk, { first: answered(unwrap(await talk.api.open(talk.key, whole))) });
}

/** Without the receipt, which is the turn's and not the answer's: the same message again has none. */
export function answered<T extends TurnAnswer>({ timing: _, ...answer }: T & { timing?: unknown }): Omit<T, "timing"> {
  return answer;
}

export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.value;
}

/** What happened, in words: `bot: text`, `user: text`, `hear NAME`, `state waiting`. */
export function told(frames: readonly DurableFrame[]): string[] {
  return frames.map((frame) => {
    switch (frame.type) {
      case "talk":
        return `bot: ${frame.text}`;
      case "user":
        return `user: ${frame.text}`;
      case "hear":
        return `hear ${frame.as}${frame.retry ? " again" : ""}`;
      case "state":
        return `state ${frame.state}`;
      case "suggestions":
        return `suggestions ${frame.items.map((item) => item.label).join("|")}`;
      case "error":
        return `error: ${frame.message}`;
      default:
        return frame.type;
    }
  });
}

/** A device: what it got, in order. */
export class Device {
  readonly frames: ServerFrame[] = [];
  closed: { code: number; reason: string } | null = null;
  private readonly socket: WebSocket;
  private wake: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener("message", (event) => {
      this.frames.push(JSON.parse(String(event.data)));
      this.wake();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.closed ??= { code, reason };
      this.wake();
    });
    socket.accept();
  }

  /** Connects as the worker would hand the upgrade on. `after` null leaves it out. */
  static async connect(talk: Talk, after: number | null = null): Promise<Device> {
    const url = `https://edge.test/socket${after === null ? "" : `?after=${after}`}`;
    const response = await talk.stub.fetch(url, { headers: upgradeHeaders(talk.key) });
    if (!response.webSocket) throw new Error(`no socket: ${response.status} ${await response.text()}`);
    return new Device(response.webSocket);
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === "string" || frame instanceof ArrayBuffer ? frame : JSON.stringify(frame));
  }

  message(text: string, id: string): void {
    this.send({ type: "message", id, text });
  }

  close(): void {
    this.socket.close(1000, "done");
  }

  durable(): DurableFrame[] {
    return this.frames.filter((frame): frame is DurableFrame => "seq" in frame);
  }

  /** Waits until the condition holds; fails with what came instead. */
  async until(condition: (device: this) => boolean, what: string): Promise<void> {
    const end = Date.now() + 8_000;
    while (!condition(this)) {
      const left = end - Date.now();
      if (left <= 0)
        throw new Error(`${what} did not come; got ${JSON.stringify(this.frames)} ${JSON.stringify(this.closed)}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, Math.min(left, 50));
      });
    }
  }

  untilSeq(seq: number): Promise<void> {
    return this.until((device) => device.durable().at(-1)?.seq === seq, `frame ${seq}`);
  }

  untilFrame(type: ServerFrame["type"], count = 1): Promise<void> {
    return this.until((device) => device.frames.filter((frame) => frame.type === type).length >= count, type);
  }

  untilClosed(): Promise<void> {
    return this.until((device) => device.closed !== null, "close");
  }
}

export function upgradeHeaders(key: ConversationKey): Record<string, string> {
  return {
    upgrade: "websocket",
    "x-basalt-tenant": key.tenant,
    "x-basalt-bot": key.bot,
    "x-basalt-conversation": key.conversation,
  };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
