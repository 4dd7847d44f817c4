/**
 * One bot at one vendor (object name `tenant/channel/connection`): settings, sealed secrets, and which conversation a person is
 * in. Messages do not pass through it; the hook asks it for the way.
 */
import { DurableObject } from "cloudflare:workers";
import type { ConnectionApi, ConnectionRecord, PersonRoute } from "../contracts/deliveries.ts";
import { fail, ok, type Result } from "../contracts/faults.ts";
import { systemClock } from "../platform/clock.ts";
import { newConversationId } from "../platform/ids.ts";
import { ConnectionStore, type StoredPerson } from "./connection/store.ts";
import type { Env } from "./env.ts";

/** Vendors deliver again for up to seven days (WhatsApp); for so long the conversation before is asked. */
const PREVIOUS_MS = 8 * 86_400_000;

export class ConnectionObject extends DurableObject<Env> implements ConnectionApi {
  readonly #store: ConnectionStore;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new ConnectionStore(ctx.storage);
  }

  async read(): Promise<ConnectionRecord | null> {
    return this.#store.read();
  }

  async put(record: ConnectionRecord): Promise<Result<{ created: boolean }>> {
    const there = this.#store.read();
    if (there && there.bot !== record.bot) {
      return fail("connection.taken", "A connection of this name belongs to another bot: choose another name.");
    }
    this.#store.put(record);
    return ok({ created: there === null });
  }

  async remove(): Promise<void> {
    this.#store.removed();
    await this.ctx.storage.deleteAll();
  }

  async route(address: string): Promise<PersonRoute> {
    return this.#forgetful(this.#store.person(address)) ?? this.#begin(address, null);
  }

  async find(address: string): Promise<PersonRoute | null> {
    return this.#forgetful(this.#store.person(address));
  }

  async opened(address: string, conversation: string, beganBy: string | null): Promise<PersonRoute> {
    const person = this.#store.person(address) ?? this.#begin(address, null);
    if (person.conversation !== conversation || person.isOpen) return person;
    const opened = { ...person, isOpen: true, beganBy };
    this.#store.setOpen(address, beganBy);
    return opened;
  }

  async renew(address: string, ended: string): Promise<PersonRoute> {
    const person = this.#store.person(address);
    return person && person.conversation !== ended ? person : this.#begin(address, ended);
  }

  async forget(conversation: string): Promise<void> {
    this.#store.forget(conversation);
  }

  #begin(address: string, previous: string | null): PersonRoute {
    const route = { conversation: newConversationId(), previous, isOpen: false, beganBy: null };
    this.#store.begin(address, route, systemClock.now());
    return route;
  }

  #forgetful(person: StoredPerson | null): PersonRoute | null {
    if (person === null || person.since + PREVIOUS_MS > systemClock.now()) return person;
    return { ...person, previous: null };
  }
}
