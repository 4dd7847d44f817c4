/** Request bodies: bounded while they are read, checked as bytes before they are parsed. */
import type * as z from "zod";
import { jsonDepth, MAX_JSON_DEPTH } from "../platform/json-depth.ts";
import { FaultError } from "./problem.ts";

/** JSON of the conversations API. A text of 32,000 characters fits in any script. */
export const JSON_BYTES = 128 * 1024;
const READ_MS = 60_000;

/** Reads at most `limit` bytes within `readMs`; a declared or actual excess is `request.too-large`. */
export async function readBytes(request: Request, limit: number, readMs = READ_MS): Promise<Uint8Array> {
  const tooLarge = () => new FaultError("request.too-large", `The body may have at most ${limit} bytes.`);
  if (Number(request.headers.get("content-length") ?? "0") > limit) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const giveUp = () => void reader.cancel().catch(() => {});
  const chunks: Uint8Array[] = [];
  let size = 0;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    giveUp();
  }, readMs);
  try {
    for (;;) {
      // A read that waits when the body is given up, or when the client leaves, ends with an error.
      const part = await reader.read().catch(() => null);
      if (late) throw new FaultError("request.invalid", `The body did not arrive within ${readMs / 1000} seconds.`);
      if (part === null) throw new FaultError("request.invalid", "The body broke off before its end.");
      if (part.done) break;
      size += part.value.byteLength;
      if (size > limit) {
        giveUp();
        throw tooLarge();
      }
      chunks.push(part.value);
    }
  } finally {
    clearTimeout(timer);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** A JSON body that fits the schema. An empty body stands for `{}`; problems name the path of each mistake. */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  limit = JSON_BYTES,
): Promise<z.infer<S>> {
  const type = request.headers.get("content-type");
  const bytes = await readBytes(request, limit);
  if (bytes.byteLength > 0 && (type === null || !/^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/i.test(type.trim())))
    throw new FaultError("request.unsupported-type", "Send the body as application/json.");
  const parsed = schema.safeParse(bytes.byteLength === 0 ? {} : parseJson(bytes));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues
    .flatMap(deepest)
    .slice(0, 20)
    .map((issue) => ({
      path: `/${issue.path.map(String).join("/")}`,
      message: issue.message,
    }));
  throw new FaultError("request.invalid", "The body does not fit this route's schema; see errors.", { errors });
}

type Issue = z.core.$ZodIssue;

/** Of several shapes that a value may have, the mistakes in the one that it comes nearest to: those that lie deepest. */
function deepest(issue: Issue): Pick<Issue, "path" | "message">[] {
  if (issue.code !== "invalid_union") return [issue];
  const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));
  const [nearest] = issue.errors.toSorted((a, b) => depth(b) - depth(a));
  if (nearest === undefined || depth(nearest) === 0) return [issue];
  return nearest.map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
}

/** UTF-8 JSON of bounded depth; throws `request.invalid` with the place of the mistake. */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new FaultError("request.invalid", "The body is not UTF-8.");
  }
  if (jsonDepth(text) > MAX_JSON_DEPTH)
    throw new FaultError("request.invalid", `The body is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    const position = /position (\d+)/.exec(reason)?.[1];
    const where = position === undefined ? "" : ` at character ${position}`;
    throw new FaultError("request.invalid", `The body is not JSON: it cannot be read${where}.`, {
      errors: [{ path: "/", message: `not valid JSON${where}` }],
    });
  }
}
