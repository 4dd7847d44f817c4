/** Replies to INPUT, and data read into variables (reference 7.5.6, 7.5.7). */
import { numeral, type Warn } from "./classic-numbers.ts";
import { raise } from "./values.ts";

export interface Datum {
  text: string;
  quoted: boolean;
}

/** The datums of a reply; null where it has no such form. A program without line numbers takes any character but the comma. */
function datums(line: string, numbered: boolean): Datum[] | null {
  const found: Datum[] = [];
  const unquoted = numbered ? /^[A-Za-z0-9+\-. ]+/ : /^[^,]+/;
  let rest = line;
  for (;;) {
    rest = rest.replace(/^ +/, "");
    const quoted = /^"([^"]*)" *(?=,|$)/.exec(rest);
    const plain = rest.startsWith('"') ? null : unquoted.exec(rest);
    if (quoted) found.push({ text: quoted[1]!, quoted: true });
    else if (plain) found.push({ text: plain[0].trimEnd(), quoted: false });
    else return null;
    rest = rest.slice((quoted ?? plain)![0].length);
    if (rest === "") return found;
    if (rest[0] !== ",") return null;
    rest = rest.slice(1);
  }
}

/** The values for the variables, of which `isText` tells the kinds; null where the reply has to be asked for again. */
export function replyValues(reply: string, isText: readonly boolean[], numbered: boolean): (number | string)[] | null {
  const found = datums(reply.replaceAll(/[\r\n\t]/g, " "), numbered);
  if (!found || found.length !== isText.length) return null;
  const values: (number | string)[] = [];
  for (const [i, { text, quoted }] of found.entries()) {
    const value = isText[i] ? text : quoted ? null : numeral(text);
    if (value === null || value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return null;
    values.push(value);
  }
  return values;
}

/** READ of an item into a variable. */
export function readValue({ text, quoted }: Datum, isText: boolean, warn: Warn): number | string {
  if (isText) return text;
  const value = quoted ? null : numeral(text);
  if (value === null) return raise(13, "The item of DATA is no number.");
  if (!Number.isFinite(value)) warn(6);
  return value;
}
