/**
 * One object per conversation, named `tenant/bot/conversation`: its state, its turns and its devices. This class only
 * connects the platform's entry points to session/; docs/architecture-durable-turn.md says what a turn promises.
 */
import { DurableObject } from "cloudflare:workers";
import type { FramesPage, InboundMessage, OpenRequest, TurnAnswer } from "../contracts/conversation.ts";
import type { Result } from "../contracts/faults.ts";
import type { ConversationKey } from "../contracts/ids.ts";
import type { HistoryBatch, JournalPage, SessionApi } from "../contracts/objects.ts";
import { systemClock } from "../platform/clock.ts";
import type { Env } from "./env.ts";
import { Session } from "./session/session.ts";
import { handleSocketFrame, handleUpgrade } from "./session/socket-session.ts";
import { Sockets } from "./session/sockets.ts";
import { SessionStore } from "./session/store.ts";
import { readTestSwitch } from "./session/test-switch.ts";

export class SessionObject extends DurableObject<Env> implements SessionApi {
  private readonly session: Session;
  private readonly sockets: Sockets;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const test = readTestSwitch(env, context);
    test.constructed?.(context.id.toString());
    const store = new SessionStore(context.storage, test);
    this.sockets = new Sockets(context, systemClock, {
      lastSeq: () => this.session.lastSeq,
      frames: (after, to, limit, maxBytes) => store.frames(after, to, limit, maxBytes),
    });
    this.session = new Session({
      env,
      clock: systemClock,
      store,
      test,
      events: {
        deliver: (frames) => this.sockets.deliver(frames),
        working: (turn) => this.sockets.broadcast({ type: "working", turn }),
        stream: (turn, stream, text) => this.sockets.broadcast({ type: "delta", turn, stream, text }),
      },
      keepAwake: (work) => context.waitUntil(work),
    });
  }

  async open(key: ConversationKey, request: OpenRequest): Promise<Result<TurnAnswer>> {
    return this.session.open(key, request);
  }

  async receive(message: InboundMessage, waitMs: number): Promise<Result<TurnAnswer & { quiet: boolean }>> {
    return this.session.receive(message, waitMs);
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

  async journal(after: number, limit: number): Promise<Result<JournalPage>> {
    return this.session.journal(after, limit);
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
    await this.session.alarm();
  }
}
