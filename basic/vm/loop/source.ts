/**
 * The source text of the hot loop. It must be one function with literal case numbers, or V8 would keep its state in memory
 * and compare its way to each instruction; so it is put together here, and `vm/generated/run.ts` holds the result.
 */
import { OPCODES } from "../opcodes.ts";
import { CLASSIC } from "./classic.ts";
import { DATA } from "./data.ts";
import { FILTERS } from "./filters.ts";
import { AFTER, BEFORE } from "./frame.ts";
import { FUNCTIONS } from "./functions.ts";
import { JUMPS } from "./jumps.ts";
import { NUMBERS } from "./numbers.ts";
import { OPERATORS } from "./operators.ts";

/** Unformatted TypeScript. Throws when an instruction has no code. */
export function loopSource(): string {
  const all = { ...CLASSIC, ...DATA, ...FILTERS, ...FUNCTIONS, ...JUMPS, ...NUMBERS, ...OPERATORS };
  const cases = OPCODES.map(({ name, code }) => {
    const body = all[name];
    if (body === undefined) throw new Error(`The instruction ${name} has no code`);
    return `case ${code}: { // ${name}\n${body.trim()}\n}\n`;
  });
  return `${BEFORE}${cases.join("")}${AFTER}`;
}
