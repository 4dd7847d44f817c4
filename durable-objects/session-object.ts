/**
 * One object per conversation, named `tenant/bot/conversation`: its state, its turns and its devices. This class only
 * connects the platform's entry points to session/; docs/architecture-durable-turn.md says what a turn promises.
 */
import { DurableObject } from "cloudflare:workers";
import type { AttachmentRoom, KeptAttachment } from "../contracts/attachments.ts";
import type { StoredTables } from "../contracts/backup.ts";
import type {
  FramesPage,
  InboundMessage,
  InboxItem,
  OpenRequest,
  Settlement,
  TurnAnswer,
} from "../contracts/conversation.ts";
import type {
  ChannelDeliveryApi,
  ChannelOrigin,
  DeliveryItem,
  DeliveryPage,
  SessionReceipt,
} from "../contracts/deliveries.ts";
import type { RunRequest, RunStanding } from "../contracts/events.ts";
import type { ExportPage } from "../contracts/export.ts";
import { fail, ok, type Result } from "../contracts/faults.ts";
import type { ConversationKey } from "../contracts/ids.ts";
import type { HistoryBatch, JournalPage, SessionApi, UnknownEffectsPage } from "../contracts/objects.ts";
import type { PinNotice } from "../contracts/release.ts";
import type { Timed } from "../contracts/turn-receipt.ts";
import { systemClock } from "../platform/clock.ts";
import { BackedUp } from "./backup/object.ts";
import type { Env } from "./env.ts";
import type { ShownChoices } from "./session/delivery/channel.ts";
import type { ForkSeed } from "./session/fork.ts";
import { Session } from "./session/session.ts";
import { handleSocketFrame, handleUpgrade } from "./session/sockets/socket-session.ts";
import { Sockets } from "./session/sockets/sockets.ts";
import { SessionStore } from "./session/store/store.ts";
import { NewerConversation } from "./session/store/tombstone.ts";
import { readTestSwitch } from "./session/test-switch.ts";

/** A conversation of a newer version is looked at again after this, in case that version is back. */
const REFUSED_ALARM_MS = 60_000;

export class SessionObject extends DurableObject<Env> implements SessionApi, StoredTables {
  private readonly opened: Session | NewerConversation;
  private readonly sockets: Sockets;
  private readonly backedUp: BackedUp;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.backedUp = new BackedUp(context, (sql) => nameConversation(sql, context.id.name ?? ""));
    const test = readTestSwitch(env, context);
    test.constructed?.(context.id.toString());
    const store = new SessionStore(context.storage, test);
    this.sockets = new Sockets(context, systemClock, {
      lastSeq: () => this.session.lastSeq,
      frames: (after, to, limit, maxBytes) => store.frames(after, to, limit, maxBytes),
    });
    this.opened = openedOrRefused(
      () =>
        new Session({
          env,
          clock: systemClock,
          store,
          sql: context.storage.sql,
          test,
          events: {
            deliver: (frames) => this.sockets.deliver(frames),
            working: (turn) => this.sockets.broadcast({ type: "working", turn }),
            stream: (turn, stream, text) => this.sockets.broadcast({ type: "delta", turn, stream, text }),
            erased: () => this.sockets.closeAll(4410, "the conversation has been erased"),
          },
          keepAwake: (work) => context.waitUntil(work),
          channel: { storage: context.storage, adapters: channelAdapters(context) },
          synced: () => context.storage.sync(),
        }),
    );
  }

  /** Throws for a conversation of a newer version: to the caller that is an object which cannot be reached. */
  private get session(): Session {
    if (this.opened instanceof NewerConversation) throw this.opened;
    return this.opened;
  }

  async open(
    key: ConversationKey,
    request: OpenRequest,
    via?: ChannelOrigin,
    trace?: string,
  ): Promise<Result<Timed<TurnAnswer>>> {
    return this.session.open(key, request, via, trace);
  }

  async take(message: InboundMessage, choices: ShownChoices): Promise<Result<null>> {
    return this.session.intake.take(message, choices);
  }

  async attachmentRoom(): Promise<Result<AttachmentRoom>> {
    return this.session.attachments.room();
  }

  async attach(file: Omit<KeptAttachment, "url">): Promise<Result<KeptAttachment>> {
    return this.session.attachments.add(file);
  }

  async attachment(id: string): Promise<Result<KeptAttachment>> {
    return this.session.attachments.get(id);
  }

  async knows(messageId: string): Promise<boolean> {
    return this.session.intake.knows(messageId);
  }

  async receipt(receipt: SessionReceipt): Promise<boolean> {
    return (await this.session.channel?.receipt(receipt)) ?? false;
  }

  async deliveries(after: number, limit: number): Promise<Result<DeliveryPage>> {
    const { absence } = this.session;
    if (absence) return absence;
    return ok(this.session.channel?.list(after, limit) ?? { items: [] });
  }

  async retryDelivery(number: number): Promise<Result<DeliveryItem>> {
    const { absence } = this.session;
    if (absence) return absence;
    return (
      this.session.channel?.retry(number) ??
      fail("delivery.unknown", "Nothing is delivered for a conversation of the web.")
    );
  }

  /** Of a replay's object: begins this conversation, a sandbox, with what is at a position of another one. */
  async fork(seed: ForkSeed): Promise<Result<TurnAnswer>> {
    return this.session.fork(seed);
  }

  async receive(
    message: InboxItem,
    waitMs: number,
    trace?: string,
  ): Promise<Result<Timed<TurnAnswer & { quiet: boolean }>>> {
    return this.session.intake.receive(message, waitMs, trace);
  }

  async run(key: ConversationKey, request: RunRequest, waitMs: number): Promise<Result<RunStanding>> {
    return this.session.run(key, request, waitMs);
  }

  async runStanding(): Promise<Result<RunStanding>> {
    return this.session.runStanding();
  }

  async wake(effect: string): Promise<boolean> {
    return this.session.wake(effect);
  }

  async frames(after: number, limit: number): Promise<Result<FramesPage>> {
    return this.session.frames(after, limit);
  }

  async unprojected(limit: number): Promise<Result<HistoryBatch>> {
    return this.session.unprojected(limit);
  }

  async confirmProjected(seq: number): Promise<void> {
    this.session.confirmProjected(seq);
  }

  async reproject(): Promise<void> {
    this.session.reproject();
  }

  async standing(): Promise<PinNotice | null> {
    return this.session.standing();
  }

  async couldMove(release: string): Promise<Result<{ could: boolean; reason: string }>> {
    return this.session.couldMove(release);
  }

  async exportPage(from: number, to: number | null): Promise<Result<ExportPage>> {
    return this.session.exportPage(from, to);
  }

  async erase(): Promise<Result<void>> {
    return this.session.erase();
  }

  async confirmErased(): Promise<void> {
    this.session.confirmErased();
  }

  async journal(after: number, limit: number): Promise<Result<JournalPage>> {
    return this.session.journal(after, limit);
  }

  async stop(): Promise<Result<void>> {
    return this.session.stop();
  }

  async settle(settlement: Settlement): Promise<Result<{ quiet: boolean }>> {
    return this.session.intake.settle(settlement);
  }

  async unknownEffects(filter: {
    after: number;
    limit: number;
    onlyOpen: boolean;
  }): Promise<Result<UnknownEffectsPage>> {
    return this.session.unknownEffects(filter);
  }

  async dumpTables(cursor: string | null): Promise<{ text: string; next: string | null }> {
    return this.backedUp.dump(cursor);
  }

  async loadTables(text: string, isFirst: boolean): Promise<string> {
    return this.backedUp.load(text, isFirst);
  }

  async tablesLoaded(instance: string): Promise<boolean> {
    return this.backedUp.loaded(instance);
  }

  /** A WebSocket upgrade that the worker has checked; nothing else comes this way. */
  override async fetch(request: Request): Promise<Response> {
    return handleUpgrade(this.session, this.sockets, request);
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    handleSocketFrame(this.session, this.sockets, socket, data);
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    this.sockets.gone(socket);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    this.sockets.gone(socket);
  }

  override async alarm(): Promise<void> {
    // The platform drops an alarm that fails several times, and a WAIT would never end.
    if (this.opened instanceof NewerConversation) {
      console.error(`${this.opened.name}: ${this.opened.message}`);
      return this.ctx.storage.setAlarm(systemClock.now() + REFUSED_ALARM_MS);
    }
    await this.session.alarm();
  }
}

/** A restored conversation is that of its object, whatever the backup says. */
function nameConversation(sql: SqlStorage, name: string): void {
  const [tenant, bot, conversation] = name.split("/");
  const key = JSON.stringify({ tenant, bot, conversation });
  sql.exec("UPDATE meta SET value = json_set(value, '$.key', json(?)) WHERE key = 'identity'", key);
}

/** The worker's own entrypoint for channels, looked up at each call. The platform's types do not know what the entry exports. */
function channelAdapters(context: DurableObjectState): ChannelDeliveryApi {
  const entry = (): ChannelDeliveryApi => {
    const exports: unknown = context.exports;
    return (exports as { ChannelDelivery: ChannelDeliveryApi }).ChannelDelivery;
  };
  return { render: (request) => entry().render(request), send: (request) => entry().send(request) };
}

function openedOrRefused(open: () => Session): Session | NewerConversation {
  try {
    return open();
  } catch (error) {
    if (error instanceof NewerConversation) return error;
    throw error;
  }
}
