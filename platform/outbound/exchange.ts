/** One request and its answer, without redirects and repetitions: the two ways out have this in common. */
import { OutboundError, type OutboundRequest } from "../../contracts/outbound.ts";

export interface Exchange {
  method: OutboundRequest["method"];
  url: URL;
  /** Checked, lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array<ArrayBuffer> | null;
  /** What is left of the request's time, ms. */
  timeoutMs: number;
  maxBytes: number;
  privateHosts: readonly string[];
  /** Aborted by whoever asked, and when the time is over. */
  signal: AbortSignal;
}

export interface ExchangeAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

/** Throws an OutboundError; where the signal is aborted the caller says why, whatever is thrown. */
export type Way = (exchange: Exchange) => Promise<ExchangeAnswer>;

/** Reads a body without ever holding more than `maxBytes` of it. */
export async function readBounded(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!stream) return new Uint8Array();
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      void reader.cancel().catch(() => {});
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

export function tooLarge(maxBytes: number): OutboundError {
  const limit = maxBytes >= 1_048_576 ? `${Math.floor(maxBytes / 1_048_576)} MiB` : `${maxBytes} bytes`;
  return new OutboundError("limit", `The answer is larger than ${limit}.`);
}
