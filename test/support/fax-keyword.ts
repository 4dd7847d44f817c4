/** The keyword that docs/custom-keywords.md shows, with a fax machine that only takes notes. */
import * as z from "zod";
import { extension, forms } from "../../basic/index.ts";

export const faxes: { number: string; text: string; key: string }[] = [];

async function fax(number: string, text: string, key: string, _signal: AbortSignal): Promise<{ pages: number }> {
  if (number === "+490000000") throw new Error("secret details of the line");
  faxes.push({ number, text, key });
  // The line that is cut off: the first call never ends.
  if (number === "+491111111" && faxes.length === 1) await new Promise(() => {});
  return { pages: Math.ceil(text.length / 2_000) };
}

export const EXAMPLE = extension(
  {
    keyword: "SEND FAX",
    forms: forms("number ,|WITH text"),
    result: "object",
    statement: true,
    effect: "unsafe",
    policy: "retry",
    summary: "Sends a text by fax and yields how many pages it took.",
    example: 'job = SEND FAX "+4930123456" WITH "Your order is ready."\nTALK job.pages',
  },
  z.object({
    number: z.string().regex(/^\+\d{6,15}$/, "a telephone number such as +4930123456 is due"),
    text: z.string().max(20_000),
  }),
  ({ number, text }, { key, signal }) => fax(number, text, key, signal),
);
// End of the example
