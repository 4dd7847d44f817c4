/**
 * One bot at one vendor (object name `tenant/channel/connection`): settings, sealed secrets, and which conversation a person is
 * in. Messages do not pass through it; the hook asks it for the way.
 */
import { DurableObject } from "cloudflare:workers";
import type { ConnectionApi, ConnectionRecord, PersonRoute } from "../contracts/deliveries.ts";
import { fail, ok, type Result } from "../contracts/faults.ts";
import { newConversationId } from "../platform/ids.ts";
import { ConnectionStore } from "./connection/store.ts";
import type { Env } from "./env.ts";

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
    return this.#store.person(address) ?? this.#begin(address, null);
  }

  async find(address: string): Promise<PersonRoute | null> {
    return this.#store.person(address);
  }

  async opened(address: string, conversation: string, beganBy: string | null): Promise<void> {
    const person = this.#store.person(address);
    if (person?.conversation === conversation && !person.isOpen) {
      this.#store.setPerson(address, { ...person, isOpen: true, beganBy });
    }
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
    this.#store.setPerson(address, route);
    return route;
  }
}
