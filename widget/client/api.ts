/** The few HTTP calls and the two kinds of line that the page makes. The token goes in headers and subprotocols only. */
import type { Attachment } from "../../contracts/attachments.ts";
import type { ChatSettings } from "../../contracts/chat-settings.ts";
import type { OpenAnswer, TurnAnswer } from "../../contracts/conversation.ts";
import type { Problem } from "../../contracts/faults.ts";
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "../../contracts/protocol.ts";
import type { Line } from "./connection.ts";

export interface Identity {
  id: string;
  token: string;
}
/** A refusal by the server; `status` 0 = it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}
/** What the conversation needs of the server, so that tests can be one. */
export interface Api {
  open(idempotencyKey: string, locale: string): Promise<OpenAnswer>;
  /** Does the token still open the conversation? */
  probe(identity: Identity): Promise<"open" | "gone" | "unreachable">;
  socket(identity: Identity, after: number): Line;
  /** Sends a file of the conversation. `onProgress` hears of 0 to 1. */
  upload(identity: Identity, file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<Attachment>;
  /** An address of an attachment that needs no token, for an hour. */
  link(identity: Identity, url: string): Promise<string>;
  /** For networks that let no web socket through. */
  overHttp(identity: Identity, after: number): Line;
}

export async function readSettings(origin: string, bot: string): Promise<ChatSettings> {
  return json<ChatSettings>(await call(`${origin}/embed/settings/${bot}`, {}));
}

export function httpApi(origin: string, bot: string): Api {
  const base = `${origin}/api/v1/bots/${bot}/conversations`;
  const bearer = (identity: Identity) => ({ authorization: `Bearer ${identity.token}` });
  return {
    open: async (idempotencyKey, locale) => {
      const headers = { "content-type": "application/json", "idempotency-key": idempotencyKey };
      return json<OpenAnswer>(
        await call(base, { method: "POST", headers, body: JSON.stringify({ channel: "web", locale }) }),
      );
    },
    probe: async (identity) => {
      try {
        await call(`${base}/${identity.id}/frames?after=0&limit=1`, { headers: bearer(identity) });
        return "open";
      } catch (error) {
        const status = error instanceof ApiError ? error.status : 0;
        return status === 401 || status === 404 || status === 410 ? "gone" : "unreachable";
      }
    },
    socket: (identity, after) => {
      const address = `${base.replace(/^http/, "ws")}/${identity.id}/socket?after=${after}`;
      const socket = new WebSocket(address, [SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + identity.token]);
      const line: Line = {
        send: (text) => socket.send(text),
        close: () => socket.close(1000),
        onopen: null,
        onmessage: null,
        onclose: null,
      };
      socket.onopen = () => line.onopen?.();
      socket.onmessage = (event) => typeof event.data === "string" && line.onmessage?.(event.data);
      socket.onclose = (event) => line.onclose?.(event.code);
      return line;
    },
    upload: (identity, file, onProgress, signal) =>
      sendFile(`${base}/${identity.id}/attachments`, bearer(identity), file, onProgress, signal),
    link: async (identity, url) => {
      const answer = await call(`${origin}${url}/link`, { method: "POST", headers: bearer(identity) });
      return origin + (await json<{ url: string }>(answer)).url;
    },
    overHttp: (identity, after) => httpLine(`${base}/${identity.id}`, bearer(identity), after),
  };
}

/** Receives by server-sent events, sends by POST. A stream ends after a minute; that looks like a lost line, and is mended so. */
function httpLine(base: string, auth: Record<string, string>, after: number): Line {
  const stop = new AbortController();
  let closed = false;
  const end = (code: number) => {
    if (closed) return;
    closed = true;
    stop.abort();
    line.onclose?.(code);
  };
  const line: Line = {
    send: (text) => {
      const frame: unknown = JSON.parse(text);
      if (typeof frame !== "object" || frame === null || !("type" in frame)) return;
      if (frame.type === "ping") return queueMicrotask(() => line.onmessage?.('{"type":"pong"}'));
      if (frame.type === "message" && "id" in frame) void post(frame.id, JSON.stringify({ ...frame, type: undefined }));
    },
    close: () => {
      closed = true;
      stop.abort();
    },
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  const post = async (id: unknown, body: string) => {
    const headers = { ...auth, "content-type": "application/json" };
    try {
      const answer = await json<TurnAnswer>(
        await call(`${base}/messages`, { method: "POST", headers, body, signal: stop.signal }),
      );
      line.onmessage?.(JSON.stringify({ type: "ack", id }));
      for (const frame of answer.frames) line.onmessage?.(JSON.stringify(frame));
    } catch (error) {
      const fault = error instanceof ApiError && error.status >= 400 && error.status < 500 ? error : null;
      if (fault) line.onmessage?.(JSON.stringify({ type: "fault", code: fault.code, message: fault.message }));
      else end(1006);
    }
  };
  void (async () => {
    try {
      const headers = { ...auth, accept: "text/event-stream" };
      const answer = await call(`${base}/frames?after=${after}`, { headers, signal: stop.signal });
      line.onopen?.();
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const part = await reader?.read();
        if (!part || part.done) break;
        const events = (rest + part.value).split("\n\n");
        rest = events.pop() ?? "";
        for (const event of events) {
          const data = event.split("\n").find((row) => row.startsWith("data: "));
          if (data) line.onmessage?.(data.slice(6));
        }
      }
      end(1000);
    } catch {
      end(1006);
    }
  })();
  return line;
}

/** By the older means: fetch says nothing of how far a body has come. */
function sendFile(
  url: string,
  headers: Record<string, string>,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name.toWellFormed()));
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(request.response);
      else reject(refusal(request.status, request.response));
    };
    request.onabort = request.onerror = () => reject(unreachable());
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

const unreachable = () => new ApiError(0, "unreachable", "The server cannot be reached.");
const refusal = (status: number, problem: Partial<Problem> | null) =>
  new ApiError(status, String(problem?.code ?? "internal"), String(problem?.detail ?? ""));

async function call(url: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    // Bearer tokens only: no cookie of the embedding site or of ours travels with these calls.
    answer = await fetch(url, { credentials: "omit", cache: "no-store", ...init });
  } catch {
    throw unreachable();
  }
  if (answer.ok) return answer;
  throw refusal(answer.status, await answer.json().catch(() => null));
}

/** Answers of our own server, which the edge's tests hold to these types. */
async function json<T>(answer: Response): Promise<T> {
  const data: T = await answer.json();
  return data;
}
