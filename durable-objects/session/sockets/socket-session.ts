/** What the frames of a device do to the conversation. */
import { FAULTS, type FaultCode, fail } from "../../../contracts/faults.ts";
import { botName, type ConversationKey, conversationId, tenantId } from "../../../contracts/ids.ts";
import { ConversationEnded } from "../queue/queue.ts";
import type { Session } from "../session.ts";
import { readClientFrame } from "./client-frames.ts";
import { close, MAX_SOCKETS, type Sockets } from "./sockets.ts";

/**
 * The worker has verified host, tenant, bot and token, and sets the headers read here itself. A refusal is a Failure as
 * JSON, which the worker words for the client.
 */
export function handleUpgrade(session: Session, sockets: Sockets, request: Request): Response {
  const key = keyFrom(request.headers);
  const after = new URL(request.url).searchParams.get("after") ?? "0";
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket" || !key || !/^\d{1,15}$/.test(after)) {
    return refuse("request.invalid", "The object takes web sockets of the worker only.");
  }
  const { absence } = session;
  if (absence) return refuse(absence.code, absence.detail);
  const isReader = request.headers.get("x-basalt-access") === "reader";
  return (
    sockets.accept(Math.min(Number(after), session.lastSeq), key.tenant, isReader) ??
    refuse("rate.limited", `A conversation has at most ${MAX_SOCKETS} open sockets; close one first.`)
  );
}

const SPEAKING: ReadonlySet<string> = new Set(["message", "event", "stop"]);

export function handleSocketFrame(
  session: Session,
  sockets: Sockets,
  socket: WebSocket,
  data: string | ArrayBuffer,
): void {
  if (!sockets.takes(socket)) return;
  const received = readClientFrame(data);
  if (received.kind === "too-large") {
    close(socket, 1009, "the frame is larger than 64 KiB");
    return;
  }
  if (received.kind === "fault") {
    sockets.fault(socket, received.code, received.message);
    return;
  }
  const { frame } = received;
  if (SPEAKING.has(frame.type) && sockets.isReader(socket)) {
    sockets.fault(socket, "auth.forbidden", "this token may follow the conversation, not take part in it");
    return;
  }
  switch (frame.type) {
    case "message": {
      const { type: _, ...message } = frame;
      take(session, sockets, socket, message);
      break;
    }
    case "event":
      take(session, sockets, socket, { id: frame.id, text: frame.name, value: frame.data, attachments: [] });
      break;
    case "resume":
      sockets.resume(socket, frame.after);
      break;
    case "stop":
      session.stop();
      break;
    case "ping":
      sockets.send(socket, { type: "pong" });
      break;
    case "auth":
    case "typing":
      break;
  }
}

/**
 * The turn is not awaited: the platform reads the next frame of a socket only when the handler of the last one is done,
 * and `stop` has to get through.
 */
function take(
  session: Session,
  sockets: Sockets,
  socket: WebSocket,
  message: Parameters<Session["intake"]["accept"]>[0],
): void {
  const accepted = session.intake.accept(message, () => sockets.send(socket, { type: "ack", id: message.id }));
  if (!accepted.ok) {
    // Not the device's mistake: it does not count against it.
    if (accepted.code === "service.unavailable") {
      sockets.send(socket, { type: "fault", code: accepted.code, message: accepted.detail });
    } else sockets.fault(socket, accepted.code, accepted.detail);
    return;
  }
  accepted.value?.catch((error: unknown) => {
    const code = error instanceof ConversationEnded ? "conversation.ended" : "internal";
    sockets.send(socket, { type: "fault", code, message: FAULTS[code].title });
  });
}

function keyFrom(headers: Headers): ConversationKey | null {
  const tenant = tenantId.safeParse(headers.get("x-basalt-tenant"));
  const bot = botName.safeParse(headers.get("x-basalt-bot"));
  const conversation = conversationId.safeParse(headers.get("x-basalt-conversation"));
  if (!tenant.success || !bot.success || !conversation.success) return null;
  return { tenant: tenant.data, bot: bot.data, conversation: conversation.data };
}

function refuse(code: FaultCode, detail: string): Response {
  return Response.json(fail(code, detail), { status: FAULTS[code].status });
}
