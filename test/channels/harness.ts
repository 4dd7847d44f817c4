/**
 * One conversation's deliveries over a real SQLite file, a clock that is moved by hand and a vendor that does as it is told. A
 * crash leaves the file and forgets everything else, as a killed process does.
 */
import type { ChannelAdapter, Connection } from "../../contracts/channel.ts";
import type { ChannelDeliveryApi, DeadLetter, DeliveryItem } from "../../contracts/deliveries.ts";
import { ok } from "../../contracts/faults.ts";
import type { DurableFrame, FrameBody } from "../../contracts/frames.ts";
import { Deliveries } from "../../durable-objects/session/delivery/deliveries.ts";
import { DeliveryStore } from "../../durable-objects/session/delivery/delivery-store.ts";
import { sendOnce } from "../../worker/channels/send-once.ts";
import { FakeClock } from "./fake-clock.ts";
import { TestStorage } from "./sqlite.ts";

export const CONVERSATION = "0123456789abcdefghijklmnop";
export const START = Date.UTC(2026, 0, 1);

/** What one call of the vendor does: `hang` never answers, `cut` breaks the line, `take-and-cut` after it has taken the message. */
export type Behaviour = "accept" | "hang" | "cut" | "take-and-cut" | "crash" | (() => Response);

export class Harness {
  readonly clock = new FakeClock(START);
  readonly letters = new Map<number, DeadLetter>();
  /** Every call that reached the vendor, in order; `taken` when the vendor has kept the message. */
  readonly calls: { key: string; url: string; body: string; at: number; taken: boolean }[] = [];
  /** For the next calls, in order; then `accept`. */
  readonly behaviours: Behaviour[] = [];
  deliveries: Deliveries;
  private readonly storage = new TestStorage();
  private readonly adapter: ChannelAdapter;
  private readonly connection: Connection;
  private readonly accept: (id: string) => Response;
  private readonly address: string;
  private readonly maxAttempts: number;
  private readonly frames: DurableFrame[] = [];
  private committedAt = START;
  private life = 0;
  /** Of the present life: somebody waits for a vendor that does not answer. */
  private blocked: { now: PromiseWithResolvers<"blocked"> };

  constructor(parts: {
    adapter: ChannelAdapter;
    connection: Connection;
    address: string;
    accept: (id: string) => Response;
    /** 4 unless a test needs patience. */
    maxAttempts?: number;
  }) {
    this.adapter = parts.adapter;
    this.connection = parts.connection;
    this.accept = parts.accept;
    this.address = parts.address;
    this.maxAttempts = parts.maxAttempts ?? 4;
    this.blocked = { now: Promise.withResolvers() };
    this.deliveries = this.live();
  }

  /** The bot says something: frames of one commit. */
  say(...bodies: FrameBody[]): void {
    const turn = (this.frames.at(-1)?.turn ?? 0) + 1;
    // The union's members differ only in their own fields, which the body has; a spread hides that from the compiler.
    for (const body of bodies) this.frames.push({ seq: this.frames.length + 1, turn, ...body } as DurableFrame);
    this.committedAt = this.clock.now();
    this.deliveries.kick();
  }

  talk(text: string): void {
    this.say({ type: "talk", text, format: "markdown", from: { kind: "bot", name: "b" } });
  }

  /** The process dies: what is under way is never heard of again. */
  crash(): void {
    this.blocked.now.resolve("blocked");
    this.blocked = { now: Promise.withResolvers() };
    this.deliveries = this.live();
  }

  /** Lets everything happen until nothing is due, or until `hold` says so. */
  async run(hold: () => boolean = () => false): Promise<void> {
    for (let steps = 0; steps < 10_000; steps++) {
      const { deliveries, blocked } = this;
      const state = await Promise.race([deliveries.quiet().then(() => "quiet" as const), blocked.now.promise]);
      if (hold()) return;
      if (deliveries !== this.deliveries) {
        this.deliveries.kick();
        continue;
      }
      if (state === "blocked") {
        const next = this.clock.next;
        if (next === null) throw new Error("the vendor hangs, and nobody looks at the clock");
        this.clock.moveTo(next);
        // Whoever woke up goes on before anybody looks again; it may have been somebody of an earlier life.
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      const due = deliveries.due({ seq: this.frames.length, committedAt: this.committedAt });
      if (due === null) return;
      this.clock.moveTo(due);
      await deliveries.run();
    }
    throw new Error("it does not come to an end");
  }

  /** What arrived: the first copy of each message, in the order of arrival, and what came again. */
  arrived(): { bodies: string[]; keys: string[]; doubled: number; altered: string[] } {
    const seen = new Map<string, string>();
    const altered: string[] = [];
    let doubled = 0;
    for (const { key, body, taken } of this.calls) {
      if (!taken) continue;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, body);
      else {
        doubled += 1;
        if (first !== body) altered.push(key);
      }
    }
    return { bodies: [...seen.values()], keys: [...seen.keys()], doubled, altered };
  }

  items(): DeliveryItem[] {
    return this.deliveries.list(0, 1_000).items;
  }

  states(): string[] {
    return this.items().map(({ state }) => state);
  }

  private live(): Deliveries {
    const life = ++this.life;
    const isAlive = () => life === this.life;
    const { blocked } = this;
    const adapters: ChannelDeliveryApi = {
      render: async ({ frames }) => ok(this.adapter.render(frames, this.connection.origin)),
      send: ({ message, address, key, conversation }) =>
        sendOnce(this.adapter, { message, address, key, conversation }, this.connection, {
          clock: this.clock,
          fetch: (url, init) => this.vendor(url, init, blocked),
        }),
    };
    return new Deliveries({
      clock: this.clock,
      store: new DeliveryStore(this.storage),
      key: { tenant: "t", bot: this.connection.bot, conversation: CONVERSATION },
      origin: { channel: this.adapter.name, connection: this.connection.id, address: this.address },
      maxAttempts: this.maxAttempts,
      adapters,
      letters: {
        deadLetter: async (letter) => void this.letters.set(letter.number, letter),
        withdrawDeadLetter: async (_, number) => void this.letters.delete(number),
      },
      lastSeq: () => this.frames.length,
      frames: (after, to) => this.frames.filter(({ seq }) => seq > after && seq <= to),
      exists: isAlive,
      keepAwake: () => {},
      arm: () => {},
    });
  }

  private async vendor(url: string, init: RequestInit, blocked: Harness["blocked"]): Promise<Response> {
    const headers = new Headers(init.headers);
    const key = headers.get("idempotency-key") ?? "";
    const body = await new Response(init.body ?? null).text();
    const behaviour = this.behaviours.shift() ?? "accept";
    const taken = behaviour === "accept" || behaviour === "take-and-cut" || behaviour === "crash";
    this.calls.push({ key, url, body, at: this.clock.now(), taken });
    if (typeof behaviour === "function") return behaviour();
    if (behaviour === "accept") return this.accept(`v-${this.calls.length}`);
    if (behaviour === "cut" || behaviour === "take-and-cut") throw new TypeError("fetch failed");
    if (behaviour === "crash") this.crash();
    blocked.now.resolve("blocked");
    return new Promise<Response>((_, reject) => {
      init.signal?.addEventListener("abort", () => {
        blocked.now = Promise.withResolvers();
        reject(init.signal?.reason);
      });
    });
  }
}
