/**
 * A vendor that takes payments over HTTP, in the test's own process: outside of everything that the tests kill. It writes down
 * each call under its Idempotency-Key and can behave as vendors do: be slow, cut the line before or after it has counted,
 * answer 500, or never answer.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Payment } from "./pay-keywords.ts";

export interface VendorCall extends Payment {
  key: string;
  /** ms since the epoch at which it was counted. */
  at: number;
}

/** What the vendor does with one call. `delayMs` passes between counting and answering. */
export interface Behaviour {
  delayMs?: number;
  fault?: "cut-before" | "cut-after" | "500" | "hang";
}

export class Vendor {
  readonly calls: VendorCall[] = [];
  /** Chosen for each call when it arrives. */
  behave: (payment: Payment, earlier: readonly VendorCall[]) => Behaviour = () => ({});
  /** Calls whose line the caller closed before there was an answer. */
  abandoned = 0;
  private readonly server: Server = createServer((request, response) => {
    this.serve(request, response).catch(() => response.destroy());
  });
  private listening = "";

  get url(): string {
    return this.listening;
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    this.listening = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/pay`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** Calls by reference, that is by intent. */
  byReference(): Map<string, VendorCall[]> {
    return Map.groupBy(this.calls, ({ reference }) => reference);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const payment = JSON.parse(Buffer.concat(parts).toString("utf8")) as Payment;
    const key = request.headers["idempotency-key"];
    if (typeof key !== "string" || key === "") {
      response.writeHead(400).end();
      return;
    }
    const earlier = this.calls.filter((call) => call.key === key);
    const { delayMs = 0, fault } = this.behave(payment, earlier);
    if (fault === "cut-before") return void request.socket.destroy();
    this.calls.push({ ...payment, key, at: Date.now() });
    response.once("close", () => {
      if (!response.writableFinished && fault !== "cut-after") this.abandoned += 1;
    });
    if (fault === "hang") return;
    if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs));
    if (fault === "cut-after") return void request.socket.destroy();
    if (fault === "500") return void response.writeHead(500).end();
    // The same answer however often it is asked: it tells nothing of the crash that came between.
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ paid: payment.amount }));
  }
}
