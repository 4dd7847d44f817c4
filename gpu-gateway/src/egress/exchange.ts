// One request to a server of the outside and its answer: connected to checked addresses only, with a bound on time, headers
// and the size of what comes out of decompression. Redirects are answers like any other; the caller follows them.
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import type { EgressAnswer, EgressRequest } from "../../../contracts/gateway-egress.ts";
import { OutboundError } from "../../../contracts/outbound.ts";
import { checkUrl, isPrivateHostAllowed } from "../../../platform/outbound/check-url.ts";
import { tooLarge } from "../../../platform/outbound/exchange.ts";
import { answerHeaders, requestHeaders } from "../../../platform/outbound/headers.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import { pinned, type Resolver, resolveHost } from "./resolve-host.ts";

const MAX_HEADER_BYTES = 64 * 1024;
/** Of one body; more has no use but to multiply. */
const MAX_CODINGS = 2;

export interface EgressOutcome {
  head: EgressAnswer;
  chunks: Uint8Array[];
}

/** Throws an OutboundError whose message may be shown to the script's author. */
export async function exchange(
  request: EgressRequest,
  body: Uint8Array,
  resolver: Resolver,
  budget: MemoryBudget,
  stopped: AbortSignal,
): Promise<EgressOutcome> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = AbortSignal.any([timeout, stopped]);
  const url = checkUrl(request.url, { onlyHosts: [], privateHosts: request.privateHosts });
  const headers = requestHeaders(request.headers);
  try {
    const isPrivateAllowed = isPrivateHostAllowed(url, request);
    const addresses = await unlessAborted(resolveHost(url.hostname, isPrivateAllowed, resolver), signal);
    const answer = await send(url, request, headers, body, pinned(addresses), signal);
    const { statusCode = 502 } = answer;
    return {
      head: { status: statusCode, headers: answerHeaders(headerPairs(answer)) },
      chunks: await readBody(answer, request, budget, signal),
    };
  } catch (error) {
    if (timeout.aborted) {
      const seconds = Math.round(request.timeoutMs / 100) / 10;
      throw new OutboundError("timeout", `There was no answer of ${url.host} within ${seconds} s.`);
    }
    throw error instanceof OutboundError ? error : failure(error, url.host);
  }
}

function send(
  url: URL,
  { method, hasBody }: EgressRequest,
  headers: Record<string, string>,
  body: Uint8Array,
  lookup: ReturnType<typeof pinned>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const options = {
    method,
    signal,
    lookup,
    headers: {
      ...headers,
      "accept-encoding": "gzip, deflate, br",
      ...(hasBody ? { "content-length": String(body.byteLength) } : {}),
    },
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
    // Of its own: a connection that is kept would be used for a name that has moved meanwhile, and the platform's own agent
    // may be told by the environment to go through a proxy.
    agent: url.protocol === "https:" ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false }),
  };
  return new Promise((resolve, reject) => {
    const call = url.protocol === "https:" ? requestHttps(url, options) : requestHttp(url, options);
    call.once("response", resolve);
    // More than once: what is destroyed later says so as well, and nobody else listens.
    call.on("error", reject);
    // An upgrade is answered by nobody; without a listener the connection would stay open.
    call.once("upgrade", (_answer, socket) => {
      socket.destroy();
      reject(new OutboundError("invalid", `${url.host} answered with another protocol.`));
    });
    call.end(hasBody ? body : undefined);
  });
}

/** Pairs in place of the object: a name that comes twice is joined, cookies included. */
function headerPairs(answer: IncomingMessage): [string, string][] {
  return Object.entries(answer.headersDistinct).map(([name, values = []]) => [name, values.join(", ")]);
}

async function readBody(
  answer: IncomingMessage,
  { method, maxBytes }: EgressRequest,
  budget: MemoryBudget,
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  const codings = codingsOf(answer);
  if (method === "HEAD" || answer.statusCode === 204 || answer.statusCode === 304) {
    answer.destroy();
    return [];
  }
  if (codings.length === 0 && Number(answer.headers["content-length"] ?? 0) > maxBytes) {
    answer.destroy();
    throw tooLarge(maxBytes);
  }
  const decoded = codings.reduceRight<Readable>((from, coding) => decoderAfter(from, coding), answer);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stop = () => decoded.destroy(new Error("aborted"));
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const chunk of decoded) {
      if (!(chunk instanceof Uint8Array)) continue;
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      budget.take(chunk.byteLength);
      chunks.push(chunk);
    }
    return chunks;
  } finally {
    signal.removeEventListener("abort", stop);
    answer.destroy();
    decoded.destroy();
  }
}

function codingsOf(answer: IncomingMessage): string[] {
  const codings = (answer.headers["content-encoding"] ?? "")
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length <= MAX_CODINGS) return codings;
  answer.destroy();
  throw new OutboundError("limit", "The answer is compressed too many times.");
}

function decoderAfter(from: Readable, coding: string): Readable {
  const decoder = decoderOf(coding);
  // `pipe` hands on no error: without this the decoder would wait for a body that has broken off.
  from.on("error", (error) => decoder.destroy(error));
  from.once("aborted", () => decoder.destroy(new Error("aborted")));
  return from.pipe(decoder);
}

function decoderOf(coding: string) {
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    case "zstd":
      return createZstdDecompress();
    default:
      throw new OutboundError("invalid", `The answer has the unknown content encoding "${coding.slice(0, 40)}".`);
  }
}

/** In words of ours: the platform's name addresses, and differ from one release to the next. */
function failure(error: unknown, host: string): OutboundError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "HPE_HEADER_OVERFLOW")
    return new OutboundError("limit", `${host} answered with headers that are too large.`);
  if (code.startsWith("HPE_")) return new OutboundError("invalid", `${host} did not answer in HTTP.`);
  if (
    code.startsWith("Z_") ||
    code.startsWith("ERR_BROTLI") ||
    code.startsWith("ERR__ERROR") ||
    code.startsWith("ZSTD")
  )
    return new OutboundError("invalid", `The compressed answer of ${host} is damaged.`);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO/.test(code))
    return new OutboundError("unreachable", `The certificate or the encryption of ${host} is not valid.`);
  if (code === "ECONNREFUSED") return new OutboundError("unreachable", `${host} refused the connection.`);
  return new OutboundError("unreachable", `${host} could not be reached.`);
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
