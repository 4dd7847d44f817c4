/** Conversations that are cut off, and the people who go on with them. */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { JournalEvent } from "../../contracts/journal.ts";
import type { DataApi, UnknownEffect } from "../../contracts/objects.ts";
import { ANSWER_ID, DO_NOT_REPEAT, isAsking } from "../support/unknown-outcomes.ts";
import { Device, open, type Talk, unwrap } from "./support-session.ts";

/** How often a message is sent again before the person gives up, and how long each waits for its answer. */
export interface Patience {
  attempts: number;
  waitMs: number;
}
const PATIENT: Patience = { attempts: 40, waitMs: 5_000 };

/**
 * A person with one device, as an honest client of the contract: sends a message again under its id until it is answered, comes
 * back with `after`, and answers the question about an unknown outcome with "Do not repeat".
 */
export class Person {
  readonly talk: Talk;
  /** Tells its rows and payments from those of others. */
  readonly reference: string;
  private readonly patience: Patience;
  private device: Device | null = null;
  private readonly seen: DurableFrame[] = [];
  private answers = 0;

  private constructor(talk: Talk, reference: string, patience: Patience) {
    this.talk = talk;
    this.reference = reference;
    this.patience = patience;
  }

  static async invite(bot: string, reference: string, patience = PATIENT): Promise<Person> {
    const person = new Person(await open(bot, { args: { id: reference } }), reference, patience);
    await person.connect();
    return person;
  }

  /** Until the message's turn is quiet and nothing is asked any more. */
  async say(text: string, id: string): Promise<void> {
    await this.send(text, id);
    while (isAsking(await this.kept())) await this.send(DO_NOT_REPEAT, `${ANSWER_ID}${++this.answers}`);
  }

  /** All frames that the conversation keeps. */
  async kept(): Promise<DurableFrame[]> {
    return this.insist(() => this.talk.transcript());
  }

  /** What its devices saw, one after the other; waits until that is as much as the conversation keeps. */
  async saw(): Promise<DurableFrame[]> {
    const { length } = await this.kept();
    await this.reconnect();
    await this.device?.until(() => this.all().length >= length, `frame ${length}`);
    return this.all();
  }

  async events(): Promise<JournalEvent[]> {
    const events: JournalEvent[] = [];
    for (let after = 0; ; ) {
      const { items } = unwrap(await this.talk.api.journal(after, 1_000));
      const last = items.at(-1);
      if (!last) return events;
      events.push(...items.map(({ event }) => event));
      after = last.position;
    }
  }

  async unknown(): Promise<UnknownEffect[]> {
    const found: UnknownEffect[] = [];
    for (let after = 0; ; ) {
      const page = unwrap(await this.talk.api.unknownEffects({ after, limit: 100, onlyOpen: false }));
      found.push(...page.items);
      if (page.nextAfter === undefined) return found;
      after = page.nextAfter;
    }
  }

  private async send(text: string, id: string): Promise<void> {
    await this.insist(async () => {
      const answer = unwrap(await this.talk.send(text, id, this.patience.waitMs));
      if (!answer.quiet) throw new Error(`"${text}" was not answered in time`);
    });
  }

  /** An object that was cut off answers the next call; its alarm need not be waited for. */
  private async insist<T>(call: () => Promise<T>): Promise<T> {
    for (let left = this.patience.attempts; ; left -= 1) {
      try {
        return await call();
      } catch (error) {
        if (left <= 1) throw error;
        await this.reconnect().catch(() => {});
        await runDurableObjectAlarm(this.talk.stub).catch(() => {});
      }
    }
  }

  private all(): DurableFrame[] {
    return [...this.seen, ...(this.device?.durable() ?? [])];
  }

  private async connect(): Promise<void> {
    this.device = await Device.connect(this.talk, this.seen.at(-1)?.seq ?? 0);
  }

  private async reconnect(): Promise<void> {
    this.seen.push(...(this.device?.durable() ?? []));
    this.device?.close();
    this.device = null;
    await this.connect();
  }
}

/** Rows of a bot's table that name this person. */
export async function rowsOf({ talk, reference }: Person, table: string): Promise<number> {
  const { tenant, bot } = talk.key;
  const data = env.DATA.getByName(`${tenant}/${bot}`) as unknown as DataApi;
  const query = { filter: null, orderBy: [], limit: 10_000, offset: 0, now: 0, timeZone: "UTC" };
  const { rows } = unwrap(await data.find(table, query));
  return rows.filter((row) => Object.values(row).includes(reference)).length;
}
