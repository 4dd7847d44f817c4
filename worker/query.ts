/** Query parameters, checked by form. */
import { FaultError } from "./problem.ts";

/** The number, or undefined where none was given; anything else is the client's mistake. */
export function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw new FaultError("request.invalid", "after and limit are whole numbers, 0 or more.");
  return Number(text);
}
