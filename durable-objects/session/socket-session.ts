/** What the frames of a device do to the conversation. */
import { FAULTS, type FaultCode } from "../../contracts/faults.ts";
import { botName, type ConversationKey, conversationId, tenantId } from "../../contracts/ids.ts";
import { parseConversationKeys, verify } from "../../platform/conversation-token.ts";
import type { Env } from "../env.ts";
import { readClientFrame } from "./client-frames.ts";
import type { Session } from "./session.ts";
import { close, type Sockets } from "./sockets.ts";

/**
 * The worker has verified host, tenant and bot, and sets the headers read here itself: `x-basalt-authenticated` is 1 when
 * it has verified the token too; otherwise the first frame must bring it.
 */
export function handleUpgrade(session: Session, sockets: Sockets, request: Request): Response {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return new Response(null, { status: 426 });
  const key = keyFrom(request.headers);
  if (!key) return new Response(null, { status: 400 });
  const authenticated = request.headers.get("x-basalt-authenticated") === "1";
  if (authenticated && !session.exists) return problem("conversation.unknown", request);
  const after = new URL(request.url).searchParams.get("after") ?? "0";
  if (!/^\d{1,15}$/.test(after)) return problem("request.invalid", request);
  return sockets.accept(request, key, authenticated, Math.min(Number(after), session.lastSeq));
}

export async function handleSocketFrame(
  session: Session,
  sockets: Sockets,
  env: Env,
  socket: WebSocket,
  data: string | ArrayBuffer,
): Promise<void> {
  const received = readClientFrame(data);
  if (received.kind === "too-large") {
    close(socket, 1009, "the frame is larger than 64 KiB");
    return;
  }
  if (!sockets.isAuthenticated(socket)) {
    const token = received.kind === "frame" && received.frame.type === "auth" ? received.frame.token : null;
    const valid =
      token !== null && (await verify(parseConversationKeys(env.CONVERSATION_KEYS), sockets.keyOf(socket), token));
    if (!valid) close(socket, 4401, "not authenticated");
    else if (!session.exists) close(socket, 4404, "there is no such conversation");
    else sockets.authenticate(socket);
    return;
  }
  if (received.kind === "fault") {
    sockets.fault(socket, received.code, received.message);
    return;
  }
  const { frame } = received;
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
function take(session: Session, sockets: Sockets, socket: WebSocket, message: Parameters<Session["accept"]>[0]): void {
  const accepted = session.accept(message, () => sockets.send(socket, { type: "ack", id: message.id }));
  if (!accepted.ok) {
    sockets.fault(socket, accepted.code, accepted.detail);
    return;
  }
  accepted.value?.catch(() =>
    sockets.send(socket, { type: "fault", code: "internal", message: FAULTS.internal.title }),
  );
}

function keyFrom(headers: Headers): ConversationKey | null {
  const tenant = tenantId.safeParse(headers.get("x-basalt-tenant"));
  const bot = botName.safeParse(headers.get("x-basalt-bot"));
  const conversation = conversationId.safeParse(headers.get("x-basalt-conversation"));
  if (!tenant.success || !bot.success || !conversation.success) return null;
  return { tenant: tenant.data, bot: bot.data, conversation: conversation.data };
}

function problem(code: FaultCode, request: Request): Response {
  const { status, title } = FAULTS[code];
  const body = {
    type: `/docs/errors#${code}`,
    title,
    status,
    code,
    detail: `${title}.`,
    instance: new URL(request.url).pathname,
  };
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } });
}
