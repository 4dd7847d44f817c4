/** Query parameters, checked by form. */
import { FaultError } from "./problem.ts";

/** The number, or undefined where none was given; anything else is the client's mistake. */
export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw new FaultError("request.invalid", "after and limit are whole numbers, 0 or more.");
  return Number(text);
}

/** `?name=true`; absent is false. */
export function flag(name: string, text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text !== "true") throw new FaultError("request.invalid", `${name} is true or false.`);
  return true;
}

/** What an earlier page answered as `nextCursor`, or null for the first page. */
export function pageCursor(text: string | undefined, form: RegExp): string | null {
  if (text === undefined) return null;
  if (!form.test(text)) throw new FaultError("request.invalid", "cursor is the nextCursor of the page before.");
  return text;
}
