/**
 * The floor that turns are measured against: an object that takes a frame, makes one insert and sends one frame back.
 * It runs in the same workerd process as the product, so both share cores, disk and noise.
 */
import { DurableObject } from "cloudflare:workers";

interface Env {
  ECHO: DurableObjectNamespace<EchoObject>;
}

export class EchoObject extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, body TEXT)");
  }

  override fetch(): Response {
    const [client, server] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket];
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    this.ctx.storage.sql.exec("INSERT INTO log (body) VALUES (?)", String(message));
    socket.send(message);
  }
}

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    const name = new URL(request.url).pathname;
    return env.ECHO.get(env.ECHO.idFromName(name)).fetch(request);
  },
} satisfies ExportedHandler<Env>;
