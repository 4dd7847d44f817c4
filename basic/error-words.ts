/** Words that speak of the last recorded error (reference 5.6): names and functions of the machine, not of the library. */

/** What of the error each word means: 0 number, 1 message, 2 line, 3 whether there is one. */
const ERROR_PARTS: Readonly<Record<string, number>> = {
  err: 0,
  err_number: 0,
  error_message: 1,
  err_description: 1,
  erl: 2,
  error: 3,
};
const CLEARING: ReadonlySet<string> = new Set(["err_clear", "clear_error"]);

/** Which part of the last error a name or a call without operands means, or null. Lower case. */
export function errorPart(key: string): number | null {
  return Object.hasOwn(ERROR_PARTS, key) ? (ERROR_PARTS[key] ?? null) : null;
}

/** A call without operands that forgets the recorded error. */
export const clearsError = (key: string): boolean => CLEARING.has(key);
