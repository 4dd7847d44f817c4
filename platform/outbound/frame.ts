/** The frame of the egress calls (contracts/gateway-egress.ts): length of the head, head as JSON, body. */
import { EGRESS_LIMITS } from "../../contracts/gateway-egress.ts";

const LENGTH_BYTES = 4;

export function encodeFrame(head: unknown, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const frame = new Uint8Array(LENGTH_BYTES + json.byteLength + body.byteLength);
  new DataView(frame.buffer).setUint32(0, json.byteLength);
  frame.set(json, LENGTH_BYTES);
  frame.set(body, LENGTH_BYTES + json.byteLength);
  return frame;
}

/** Null where the bytes are no frame. The head is whatever JSON stands there: the caller checks its shape. */
export function decodeFrame(frame: Uint8Array<ArrayBuffer>): { head: unknown; body: Uint8Array<ArrayBuffer> } | null {
  if (frame.byteLength < LENGTH_BYTES) return null;
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  if (length > EGRESS_LIMITS.maxHeadBytes || LENGTH_BYTES + length > frame.byteLength) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(
      frame.subarray(LENGTH_BYTES, LENGTH_BYTES + length),
    );
    return { head: JSON.parse(text), body: frame.subarray(LENGTH_BYTES + length) };
  } catch {
    return null;
  }
}
