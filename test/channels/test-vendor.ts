/**
 * A vendor of the webhook channel in the test's own process, outside of what the tests kill: it writes down what arrives, checks each
 * signature, and can be slow, fail, or break the line after it has taken a message.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bytesOf } from "../../platform/hmac.ts";
import { webhookKey, webhookProblem, webhookSignature } from "../../platform/standard-webhooks.ts";

const secret = (text: string): string => `whsec_${Buffer.from(text.padEnd(32, ".")).toString("base64")}`;
export const SECRETS = { inbound: secret("inbound"), outbound: secret("outbound") };

export interface Arrival {
  key: string;
  to: string;
  text: string;
  body: string;
}
/** `fail` answers 500 and takes nothing; `cut` takes the message and breaks the line. */
export type Mood = "take" | "fail" | "cut" | "slow";

export class TestVendor {
  /** What was taken, in order; one that came again is there twice. */
  readonly arrivals: Arrival[] = [];
  readonly problems: string[] = [];
  mood: () => Mood = () => "take";
  private readonly server: Server = createServer((request, response) => {
    this.serve(request, response).catch(() => response.destroy());
  });

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** Posts to the hook until it is answered with 200: a vendor delivers at least once. Yields how often it took. */
  async post(hook: string, event: object): Promise<number> {
    const body = bytesOf(JSON.stringify({ events: [event] }));
    for (let tries = 1; tries <= 600; tries++) {
      const id = `msg-${Math.random()}`;
      const time = Math.floor(Date.now() / 1000);
      const signature = await webhookSignature(keyOf(SECRETS.inbound), id, time, body);
      const headers = { "webhook-id": id, "webhook-timestamp": String(time), "webhook-signature": signature };
      const init = { method: "POST", body, headers, signal: AbortSignal.timeout(10_000) };
      const answer = await fetch(hook, init).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) return tries;
      if (answer && answer.status < 500 && answer.status !== 429) throw new Error(`the hook answered ${answer.status}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("the hook never took it");
  }

  /** What each person was told: the first copy of each message, in the order of arrival, line by line. */
  told(to: string): string[] {
    const firsts = new Map(
      this.arrivals
        .filter((one) => one.to === to)
        .reverse()
        .map((one) => [one.key, one]),
    );
    return this.arrivals
      .filter((one) => one.to === to && firsts.get(one.key) === one)
      .flatMap(({ text }) => text.split("\n"));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = new Uint8Array(Buffer.concat(parts));
    const header = (name: string) => {
      const value = request.headers[name];
      return typeof value === "string" ? value : null;
    };
    const problem = await webhookProblem([keyOf(SECRETS.outbound)], header, body, Date.now());
    const text = new TextDecoder().decode(body);
    const message = JSON.parse(text) as Arrival;
    if (problem !== null) this.problems.push(problem);
    if (header("idempotency-key") !== message.key) this.problems.push(`the key ${message.key} is not in the header`);
    const mood = this.mood();
    if (mood === "slow") await new Promise((done) => setTimeout(done, 150));
    if (mood === "fail") return void response.writeHead(500).end();
    this.arrivals.push({ key: message.key, to: message.to, text: message.text, body: text });
    if (mood === "cut") return void request.socket.destroy();
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ id: `v-${this.arrivals.length}` }));
  }
}

function keyOf(text: string): Uint8Array<ArrayBuffer> {
  const key = webhookKey(text);
  if (!key) throw new Error("no key");
  return key;
}
