/**
 * What INPUT and LINE INPUT make of a reply (reference 7.5.6). The reply is judged as a whole before any variable
 * changes; a reply that does not fit is answered with a sentence, and the request is made again.
 */
import { quoteText } from "../operations/numbers.ts";
import { readDatums } from "./datum.ts";
import { datumNumber } from "./numeral.ts";

export type DatumKind = "number" | "text";

export type Reply = { values: (number | string)[]; problem: null } | { values: null; problem: string };

/** Values for variables of these kinds, in order, or what is wrong. `free`: see datum.ts. */
export function readReply(reply: string, kinds: readonly DatumKind[], free = false): Reply {
  const read = readDatums(oneLine(reply), free);
  if (read.problem) return refuse(read.problem.message);
  const { datums } = read;
  if (datums.length !== kinds.length) return refuse(wrongCount(datums.length, kinds.length));
  const values: (number | string)[] = [];
  for (const [index, datum] of datums.entries()) {
    if (kinds[index] === "text") {
      values.push(datum.text);
      continue;
    }
    const value = datumNumber(datum);
    const shown = quoteText(datum.text);
    if (value === undefined) return refuse(`${shown} is no number${place(index, kinds)}.`);
    if (!Number.isFinite(value)) return refuse(`${shown} is too large a number${place(index, kinds)}.`);
    values.push(value);
  }
  return { values, problem: null };
}

/** LINE INPUT takes the reply as it is, without the end of its last line. */
export function readLine(reply: string): string {
  return reply.replace(/\r?\n$/, "");
}

/** A chat message may hold several lines, and the grammar knows one. */
function oneLine(reply: string): string {
  return readLine(reply).replace(/\r?\n/g, " ");
}

function refuse(problem: string): Reply {
  return { values: null, problem };
}

function wrongCount(found: number, due: number): string {
  const values = due === 1 ? "One value is" : `${due} values, separated by commas, are`;
  return `${values} due, and ${found === 1 ? "one was" : `${found} were`} given.`;
}

function place(index: number, kinds: readonly DatumKind[]): string {
  return kinds.length > 1 ? `; value ${index + 1} has to be one` : "";
}
