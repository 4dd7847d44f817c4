/** Calls of the console: by cookie, from its own origin. */
import type { Problem } from "../contracts/faults.ts";

export class CallError extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** JSON of our own API; its shape is held by the edge's tests. Throws CallError with words for the person. */
export async function call<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new CallError(0, "The server cannot be reached.");
  }
  const text = await answer.text();
  // Readiness answers 503 with its report: that is an answer, not a failure.
  if (answer.ok || (path === "/readyz" && text.startsWith("{"))) {
    const data: T = text === "" ? undefined : JSON.parse(text);
    return data;
  }
  let problem: Partial<Problem> = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // Not ours: something between answered.
  }
  throw new CallError(
    answer.status,
    problem.errors?.[0]?.message ?? problem.detail ?? `The server answered ${answer.status}.`,
  );
}
