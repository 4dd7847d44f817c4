/**
 * PostgreSQL's wire protocol over a web socket, as @neondatabase/serverless opens it at /v1. The proxy asks for the
 * password itself and joins the client to a session that is already logged in.
 */
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Backend } from "./backend.ts";
import { isProxyPassword } from "./credentials.ts";
import { ASK_FOR_PASSWORD, fatal, MessageReader, readStartup, WireError } from "./wire.ts";

const LOGIN_TIMEOUT_MS = 10_000;
/** Above this many bytes on their way to the client, the database is not read further. */
const HIGH_WATER_BYTES = 4 * 1024 * 1024;

export interface NeonSocketOptions {
  /** undefined while the database starts. */
  backend(): Backend | undefined;
  password: string;
}

export function serveWire(socket: WebSocket, options: NeonSocketOptions): void {
  const reader = new MessageReader({ startup: true });
  let user: string | undefined;
  let session: Duplex | undefined;
  let loggingIn = false;
  /** What came in behind the password, before the session was there. */
  const early: Buffer[] = [];

  const refuse = (code: string, text: string): void => {
    socket.send(fatal(code, text));
    socket.close();
  };
  const timer = setTimeout(() => refuse("08P01", "the log-in took too long"), LOGIN_TIMEOUT_MS);
  socket.on("close", () => {
    clearTimeout(timer);
    session?.destroy();
  });
  socket.on("error", () => socket.terminate());

  const join = async (): Promise<void> => {
    const backend = options.backend();
    if (backend === undefined) return refuse("57P03", "the database is starting");
    const opened = await backend.openSession().catch((error: unknown) => {
      refuse("08006", `the database does not answer: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    });
    if (opened === undefined) return;
    if (socket.readyState !== socket.OPEN) return void opened.stream.destroy();
    clearTimeout(timer);
    session = opened.stream;
    pipe(opened.stream, socket);
    socket.send(opened.greeting);
    for (const bytes of early) opened.stream.write(bytes);
  };

  socket.on("message", (data, binary) => {
    if (!binary || !Buffer.isBuffer(data)) return refuse("08P01", "only binary messages are understood");
    if (session !== undefined) return void session.write(data);
    try {
      for (const message of reader.push(data)) {
        if (loggingIn) early.push(message.bytes);
        else if (message.type === "encryption") socket.send("N");
        else if (message.type === "") {
          user = readStartup(message.bytes).get("user") ?? "";
          socket.send(ASK_FOR_PASSWORD);
        } else if (message.type === "p" && user !== undefined) {
          const password = message.bytes.subarray(5, -1).toString("utf8");
          if (!isProxyPassword(options.password, user, password))
            return refuse("28P01", "password authentication failed");
          loggingIn = true;
          void join();
        } else return refuse("08P01", "a log-in was expected");
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      refuse("08P01", error.message);
    }
  });
}

function pipe(session: Duplex, socket: WebSocket): void {
  session.on("data", (bytes: Buffer) => {
    socket.send(bytes, () => {
      if (session.isPaused() && socket.bufferedAmount < HIGH_WATER_BYTES) session.resume();
    });
    if (socket.bufferedAmount > HIGH_WATER_BYTES) session.pause();
  });
  session.on("error", () => socket.close());
  session.on("end", () => socket.close());
  session.on("close", () => socket.close());
}
