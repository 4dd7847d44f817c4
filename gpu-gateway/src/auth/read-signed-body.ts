// Reads a request's body under a bound of size and time, and compares it with the hash that its token was signed for.
import { createHash, timingSafeEqual } from "node:crypto";
import { Fault } from "../fault.ts";

export interface BodyBounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** Rejects with a Fault: 413 when declared or actual size is over the bound, 408 when it is slow, 401 when it is another body. */
export async function readSignedBody(
  request: Request,
  bodyHash: string,
  bounds: BodyBounds,
): Promise<Uint8Array<ArrayBuffer>> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > bounds.maxBytes) throw tooLarge(bounds.maxBytes);
  const { chunks, size, digest } = await readChunks(request, bounds);
  if (!timingSafeEqual(digest, Buffer.from(bodyHash, "base64url"))) {
    throw new Fault("auth.invalid", "The body is not the one that the service token was signed for.", {
      reason: "body-mismatch",
    });
  }
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

async function readChunks(
  request: Request,
  bounds: BodyBounds,
): Promise<{ chunks: Uint8Array[]; size: number; digest: Buffer }> {
  const hash = createHash("sha256");
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body !== null) {
    const reader = request.body.getReader();
    const deadline = deadlineAfter(bounds.timeoutMs);
    try {
      for (;;) {
        const chunk = await Promise.race([reader.read(), deadline.reached]);
        if (chunk.done) break;
        size += chunk.value.byteLength;
        if (size > bounds.maxBytes) throw tooLarge(bounds.maxBytes);
        hash.update(chunk.value);
        chunks.push(chunk.value);
      }
    } catch (error) {
      // Not cancelled: that would tear down the connection before the answer is out. The server drains a bounded rest.
      reader.releaseLock();
      if (error instanceof Fault) throw error;
      throw new Fault("request.invalid", "The body broke off before its end.", { reason: "body-broken-off" });
    } finally {
      deadline.clear();
    }
  }
  return { chunks, size, digest: hash.digest() };
}

function deadlineAfter(ms: number): { reached: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault("request.too-slow", `The body did not arrive within ${ms} ms.`)), ms);
  });
  reached.catch(() => undefined);
  return { reached, clear: () => clearTimeout(timer) };
}

function tooLarge(limit: number): Fault {
  return new Fault("request.too-large", `The body is larger than the ${limit} bytes that are allowed here.`);
}
