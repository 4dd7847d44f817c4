/** One visitor of a bot as a program that knows only docs/contract.md: plain HTTP, plain sockets, nothing of ours between. */
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import type { FramesPage, OpenAnswer, TurnAnswer } from "../../../contracts/conversation.ts";
import type { Problem } from "../../../contracts/faults.ts";
import type { DurableFrame, ServerFrame } from "../../../contracts/frames.ts";

export interface Answer<T> {
  status: number;
  type: string;
  body: T;
}

/** Any request; the answer is read as JSON. */
export async function request<T>(url: string, init: RequestInit = {}): Promise<Answer<T>> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(40_000) });
  const text = await answer.text();
  const body: T = JSON.parse(text);
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", body };
}

export function postJson<T>(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
  return request<T>(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

export class Visitor {
  readonly address: string;
  readonly id: string;
  readonly token: string;
  readonly opened: OpenAnswer;
  private count = 0;

  constructor(address: string, opened: OpenAnswer) {
    this.address = `${address}/${opened.id}`;
    this.id = opened.id;
    this.token = opened.token;
    this.opened = opened;
  }

  static async arrive(origin: string, bot: string): Promise<Visitor> {
    const address = `${origin}/api/v1/bots/${bot}/conversations`;
    const { status, body } = await postJson<OpenAnswer>(address, {});
    if (status !== 201) throw new Error(`opening a conversation answered ${status}: ${JSON.stringify(body)}`);
    return new Visitor(address, body);
  }

  get bearer(): { authorization: string } {
    return { authorization: `Bearer ${this.token}` };
  }

  say(text: string, id = `m-${++this.count}`): Promise<Answer<TurnAnswer>> {
    return postJson<TurnAnswer>(`${this.address}/messages`, { id, text }, this.bearer);
  }

  /** What the answer of a turn said, in one line. */
  async hear(text: string, id?: string): Promise<string> {
    const { status, body } = await this.say(text, id);
    if (status !== 200) throw new Error(`a message answered ${status}: ${JSON.stringify(body)}`);
    return told(body.frames);
  }

  frames(query = ""): Promise<Answer<FramesPage>> {
    return request(`${this.address}/frames${query}`, { headers: this.bearer });
  }

  connect(query = "", token = this.token): Promise<Device> {
    return Device.open(this.address + query, ["basalt.v1", `basalt.token.${token}`]);
  }
}

export const told = (frames: readonly ServerFrame[]): string =>
  frames.flatMap((frame) => (frame.type === "talk" ? [frame.text] : [])).join(" | ");

/** A problem+json answer in one word; an answer that is none shows itself. */
export const fault = ({ status, type, body }: Answer<unknown>): string =>
  type.startsWith("application/problem+json") ? `${status} ${(body as Problem).code}` : `${status} ${type}`;

/** One socket. */
export class Device {
  readonly frames: ServerFrame[] = [];
  /** The code that the server closed it with. */
  closed: number | null = null;
  private readonly socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data) => {
      const frame: ServerFrame = JSON.parse(String(data));
      this.frames.push(frame);
    });
    socket.on("close", (code) => {
      this.closed = code;
    });
    // What went wrong is told by the close, or by the refused handshake.
    socket.on("error", () => {});
  }

  /** Throws `handshake STATUS CODE` when the server refuses. */
  static async open(conversation: string, protocols: string[]): Promise<Device> {
    const [path, query = ""] = conversation.split("?");
    const address = `${path?.replace(/^http/, "ws")}/socket${query === "" ? "" : `?${query}`}`;
    const socket = new WebSocket(address, protocols);
    const device = new Device(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("unexpected-response", async (_, response) => {
        const problem: Partial<Problem> = JSON.parse((await response.toArray()).join(""));
        reject(new Error(`handshake ${response.statusCode} ${problem.code}`));
      });
    });
    return device;
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  send(frame: unknown): void {
    this.socket.send(frame instanceof Uint8Array || typeof frame === "string" ? frame : JSON.stringify(frame));
  }

  /** The first frame that fits, also one that came before. */
  async until(fits: (frame: ServerFrame) => boolean, seconds = 10): Promise<ServerFrame> {
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; await sleep(5)) {
      const found = this.frames.find(fits);
      if (found) return found;
    }
    throw new Error(`the frame did not come; there were ${JSON.stringify(this.frames)}; closed: ${this.closed}`);
  }

  async untilClosed(seconds = 10): Promise<number> {
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; await sleep(5))
      if (this.closed !== null) return this.closed;
    throw new Error("the server did not close the socket");
  }

  get faults(): string[] {
    return this.frames.flatMap((frame) => (frame.type === "fault" ? [frame.code] : []));
  }

  get durable(): DurableFrame[] {
    return this.frames.filter((frame): frame is DurableFrame => "seq" in frame);
  }

  close(): void {
    this.socket.terminate();
  }
}
