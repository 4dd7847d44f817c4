/** What a device sends: measured before it is parsed, parsed before it is believed. */
import type { FaultCode } from "../../../contracts/faults.ts";
import { type ClientFrame, clientFrame, LIMITS } from "../../../contracts/frames.ts";
import { jsonDepth, MAX_JSON_DEPTH } from "../../../platform/json-depth.ts";

export type Received =
  | { kind: "frame"; frame: ClientFrame }
  | { kind: "fault"; code: FaultCode; message: string }
  | { kind: "too-large" };

const TYPES: ReadonlySet<unknown> = new Set(["message", "auth", "resume", "stop", "event", "typing", "ping"]);
/** Within the schema's bounds. */
const PLAIN_ID = /^[\w-]{1,64}$/;
const MAX_PLAIN_TEXT = 4_000;

export function readClientFrame(data: string | ArrayBuffer): Received {
  if (typeof data !== "string") {
    return data.byteLength > LIMITS.frameBytes ? { kind: "too-large" } : invalid("frames are text, not binary");
  }
  if (isTooLarge(data)) return { kind: "too-large" };
  if (jsonDepth(data) > MAX_JSON_DEPTH) return invalid(`the frame is nested deeper than ${MAX_JSON_DEPTH} levels`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return invalid("the frame is not JSON");
  }
  if (typeof parsed !== "object" || parsed === null || !("type" in parsed)) return invalid("the frame has no type");
  if (!TYPES.has(parsed.type)) {
    return { kind: "fault", code: "frame.unknown-type", message: "this type of frame is not known" };
  }
  const plain = plainMessage(parsed);
  if (plain) return { kind: "frame", frame: plain };
  const frame = clientFrame.safeParse(parsed);
  if (frame.success) return { kind: "frame", frame: frame.data };
  const reasons = frame.error.issues.slice(0, 3).map((issue) => `${issue.path.join(".") || "frame"}: ${issue.message}`);
  return invalid(reasons.join("; "));
}

/**
 * What most frames are, a message of an id and a text, as the schema would read it, at a tenth of its time: without
 * generated code, which the platform forbids, a schema is slow. Everything else, and every doubt, is the schema's.
 */
function plainMessage(parsed: object): ClientFrame | null {
  for (const key in parsed) if (key !== "type" && key !== "id" && key !== "text") return null;
  const { type, id, text } = parsed as { type?: unknown; id?: unknown; text?: unknown };
  if (type !== "message" || typeof id !== "string" || typeof text !== "string") return null;
  if (text.length > MAX_PLAIN_TEXT || !PLAIN_ID.test(id)) return null;
  return { type, id, text, attachments: [], value: null };
}

function invalid(message: string): Received {
  return { kind: "fault", code: "frame.invalid", message };
}

/** Bytes of UTF-8; a UTF-16 unit makes one to three of them, so most texts need no counting. */
function isTooLarge(text: string): boolean {
  if (text.length > LIMITS.frameBytes) return true;
  if (text.length * 3 <= LIMITS.frameBytes) return false;
  return new TextEncoder().encode(text).byteLength > LIMITS.frameBytes;
}
