/** Calls of the console: by cookie, from its own origin. */
import type { Problem } from "../contracts/faults.ts";

export class CallError extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** What went wrong, in words for the person. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * JSON of our own API; its shape is held by the edge's tests. `token` speaks as the person of one conversation, instead of
 * the cookie. Throws CallError with words for the person.
 */
export async function call<T>(
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
  token?: string,
): Promise<T> {
  const text = await textOf(method, path, body, token);
  const data: T = text === "" ? undefined : JSON.parse(text);
  return data;
}

/** The same for an answer that is plain text. */
export async function textOf(
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
  token?: string,
): Promise<string> {
  const headers = new Headers();
  const init: RequestInit = { method, headers };
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (body !== undefined) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(body);
  }
  return sent(path, init);
}

/** Any other request: a method or headers of its own, a file as its body. */
export async function sent(path: string, init: RequestInit): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, credentials: "same-origin", cache: "no-store" });
  } catch {
    throw new CallError(0, "The server cannot be reached.");
  }
  const text = await answer.text();
  // Readiness answers 503 with its report: that is an answer, not a failure.
  if (answer.ok || (path === "/readyz" && text.startsWith("{"))) return text;
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

/** Path of a conversation's routes. */
export const conversationPath = (bot: string, id: string): string => `/api/v1/bots/${bot}/conversations/${id}`;
