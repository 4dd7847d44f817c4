/** The option that an answer means (reference 3.6). */
import type { OperationContext } from "../operations/context.ts";

/**
 * In this order: the exact text ignoring case; its number, from 1; the only option that contains the answer. A number that
 * is part of one option's text still means the position.
 */
export function chooseOption(
  options: readonly string[],
  answer: string,
  context: OperationContext,
): string | undefined {
  if (answer === "") return undefined;
  context.charge(options.length);
  const wanted = folded(answer);
  const exact = options.find((option) => folded(option) === wanted);
  if (exact !== undefined) return exact;
  const number = /^#?(\d{1,4})[.)]?$/.exec(answer)?.[1];
  const numbered = number === undefined ? undefined : options[Number(number) - 1];
  if (numbered !== undefined) return numbered;
  const containing = options.filter((option) => folded(option).includes(wanted));
  return containing.length === 1 ? containing[0] : undefined;
}

function folded(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}
