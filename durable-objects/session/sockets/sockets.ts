/**
 * The conversation's devices. Sockets hibernate: what must survive is in each socket's attachment, and the object has no
 * timer for them. Every socket has a cursor, the last frame it was sent; backlog and live frames go through the same
 * cursor, so there is no gap and no double between them.
 */

import type { FaultCode } from "../../../contracts/faults.ts";
import {
  type DurableFrame,
  LIMITS,
  type PassingFrame,
  PING,
  PONG,
  type ServerFrame,
} from "../../../contracts/frames.ts";
import type { Clock } from "../../../platform/clock.ts";
import { load } from "../../../platform/load.ts";
import type { StoredFrame } from "../store/commit.ts";

interface Attachment {
  /** Last frame that went out on this socket. */
  sent: number;
  /** It follows the conversation and says nothing. */
  isReader?: true;
  /** Start of the minute in which faults are counted, ms. */
  faultsSince: number;
  faults: number;
  /** Characters that went out on this socket; absent in those of an older version. */
  length?: number;
}

/** Where backlog comes from. */
export interface FrameSource {
  lastSeq(): number;
  frames(after: number, to: number, limit: number, maxBytes: number): StoredFrame[];
}

const PAGE_FRAMES = 500;
const PAGE_BYTES = 1024 * 1024;
/**
 * A socket is closed after so much, and its client comes back with `after`: workerd tells nobody how much of what was sent
 * is still waiting for a client that does not read (it has no bufferedAmount; tried with 1.20261023, 2026-11-23).
 */
const MAX_SENT = 8 * 1024 * 1024;
/** Frames of one device within the window that no turn came of: typing, resuming, sending again. */
const FRAMES_WITHOUT_TURN = 200;
const FRAMES_WINDOW_MS = 10_000;
/** Of one conversation: its devices and open pages. */
export const MAX_SOCKETS = 50;

export class Sockets {
  private readonly context: DurableObjectState;
  private readonly clock: Clock;
  private readonly source: FrameSource;
  /** Frames of each socket since the last turn was delivered; forgotten then. */
  private readonly taken = new Map<WebSocket, { frames: number; since: number }>();
  /** Sockets that are being sent a backlog; live frames reach them through it. */
  private readonly catchingUp = new Set<WebSocket>();

  constructor(context: DurableObjectState, clock: Clock, source: FrameSource) {
    this.context = context;
    this.clock = clock;
    this.source = source;
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.count(null);
  }

  /**
   * Answers an upgrade; the backlog after `after` follows at once. Null when there are too many devices already. A reader
   * follows and says nothing.
   */
  accept(after: number, tenant: string, isReader = false): Response | null {
    if (this.context.getWebSockets().length >= MAX_SOCKETS) return null;
    const { 0: client, 1: server } = new WebSocketPair();
    // The tag outlives the sleep of the object, as the attachment does, and costs nothing when a frame is sent.
    this.context.acceptWebSocket(server, [tenant]);
    this.count(null);
    write(server, { sent: after, faultsSince: 0, faults: 0, ...(isReader ? { isReader } : {}) });
    this.catchUp(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  /**
   * Whether a frame is to be looked at. A device may send as fast as it is answered; one that sends much more than there
   * are turns is told so, what it sends is dropped, and when it goes on it is closed.
   */
  takes(socket: WebSocket): boolean {
    // What was on its way when it was closed.
    if (socket.readyState !== WebSocket.READY_STATE_OPEN) return false;
    const taken = this.taken.get(socket);
    if (!taken) {
      this.taken.set(socket, { frames: 1, since: this.clock.now() });
      return true;
    }
    taken.frames += 1;
    if (taken.frames <= FRAMES_WITHOUT_TURN) return true;
    if (this.clock.now() - taken.since >= FRAMES_WINDOW_MS) {
      this.taken.delete(socket);
      return true;
    }
    if (taken.frames === FRAMES_WITHOUT_TURN + 1) {
      this.send(socket, { type: "fault", code: "rate.limited", message: "too many frames; the rest is not looked at" });
    } else if (taken.frames > 2 * FRAMES_WITHOUT_TURN) close(socket, 1008, "too many frames");
    return false;
  }

  /** A socket was closed, by whomever. */
  gone(socket: WebSocket): void {
    this.taken.delete(socket);
    this.count(socket);
  }

  isReader(socket: WebSocket): boolean {
    return read(socket).isReader === true;
  }

  /** Sends again what came after `after`. */
  resume(socket: WebSocket, after: number): void {
    write(socket, { ...read(socket), sent: Math.min(after, this.source.lastSeq()) });
    this.catchUp(socket);
  }

  /** Newly committed frames, in order, to every device. */
  deliver(frames: DurableFrame[]): void {
    const [first] = frames;
    const last = frames.at(-1);
    if (!first || !last) return;
    this.taken.clear();
    let texts: string[] | null = null;
    for (const socket of this.context.getWebSockets()) {
      const attachment = read(socket);
      if (this.catchingUp.has(socket) || attachment.sent >= last.seq) continue;
      if (attachment.sent + 1 !== first.seq) {
        this.catchUp(socket);
        continue;
      }
      texts ??= frames.map((frame) => JSON.stringify(frame));
      if (texts.every((text) => push(socket, text))) write(socket, { ...attachment, sent: last.seq });
    }
  }

  /** A frame that is not kept, to one socket. */
  send(socket: WebSocket, frame: PassingFrame): void {
    push(socket, JSON.stringify(frame satisfies ServerFrame));
  }

  /** A frame that is not kept, to every device. */
  broadcast(frame: PassingFrame): void {
    const text = JSON.stringify(frame satisfies ServerFrame);
    for (const socket of this.context.getWebSockets()) {
      if (!this.catchingUp.has(socket)) push(socket, text);
    }
  }

  /** Sends every device away. */
  closeAll(code: number, reason: string): void {
    for (const socket of this.context.getWebSockets()) close(socket, code, reason);
  }

  /** A protocol error: the socket stays open until there were too many of them in a minute. */
  fault(socket: WebSocket, code: FaultCode, message: string): void {
    const attachment = read(socket);
    const now = this.clock.now();
    const fresh = now - attachment.faultsSince >= 60_000;
    const faults = fresh ? 1 : attachment.faults + 1;
    write(socket, { ...attachment, faults, faultsSince: fresh ? now : attachment.faultsSince });
    this.send(socket, { type: "fault", code, message });
    if (faults >= LIMITS.faultsPerMinute) close(socket, 1008, "too many malformed frames");
  }

  /** Sends pages of backlog with a pause between them, so that a long one does not hold up the others. */
  private catchUp(socket: WebSocket): void {
    if (this.catchingUp.has(socket)) return;
    if (this.sendPage(socket)) return;
    this.catchingUp.add(socket);
    const rest = async () => {
      try {
        do await this.clock.sleep(0);
        while (!this.sendPage(socket));
      } finally {
        this.catchingUp.delete(socket);
      }
    };
    this.context.waitUntil(rest());
  }

  /** Tells how many devices there are, for admission. */
  private count(gone: WebSocket | null): void {
    const sockets = this.context.getWebSockets().filter((socket) => socket !== gone);
    const [any] = gone === null ? sockets : [gone];
    const tenant = any && this.context.getTags(any)[0];
    if (tenant !== undefined) load.sockets.set(this.context.id.toString(), tenant, sockets.length);
  }

  /** True when nothing is left to send. */
  private sendPage(socket: WebSocket): boolean {
    const attachment = read(socket);
    const last = this.source.lastSeq();
    if (attachment.sent >= last) return true;
    const page = this.source.frames(attachment.sent, last, PAGE_FRAMES, PAGE_BYTES);
    let { sent } = attachment;
    for (const { frame } of page) {
      if (!push(socket, JSON.stringify(frame))) return true;
      sent = frame.seq;
    }
    // Nothing is there only when a test has switched the outbox off; then the cursor passes over what was not kept.
    if (page.length === 0) sent = last;
    write(socket, { ...attachment, sent });
    return sent >= last;
  }
}

export function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // Closed by the other side in the meantime.
  }
}

/** False when the socket is gone, or was closed because it has had enough. */
function push(socket: WebSocket, text: string): boolean {
  if (socket.readyState !== WebSocket.READY_STATE_OPEN) return false;
  const attachment = read(socket);
  attachment.length = (attachment.length ?? 0) + text.length;
  if (attachment.length > MAX_SENT) {
    close(socket, 1013, "come back for the rest");
    return false;
  }
  try {
    socket.send(text);
    return true;
  } catch {
    // It went away between the check and the send; the client resumes with `after`.
    return false;
  }
}

/** Attachments as last written: each frame reads several, and the platform deserialises anew every time. */
const attachments = new WeakMap<WebSocket, Attachment>();

function read(socket: WebSocket): Attachment {
  const known = attachments.get(socket);
  if (known) return known;
  const attachment = socket.deserializeAttachment() as Attachment;
  attachments.set(socket, attachment);
  return attachment;
}

function write(socket: WebSocket, attachment: Attachment): void {
  attachments.set(socket, attachment);
  socket.serializeAttachment(attachment);
}
