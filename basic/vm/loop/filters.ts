/** Filter texts: where they come from, and their trees. Part of the hot loop's source. */
import type { Mnemonic } from "../opcodes.ts";
import { NEXT, SETTLE } from "./parts.ts";

export const FILTERS: Partial<Record<Mnemonic, string>> = {
  TRACE: `
const packed = code[pc + 1]!;
registers[base + (packed & 65535)] = traced(state, base + code[pc + 3]!, packed >>> 16);
${SETTLE}
${NEXT}`,
  FILTER: `
const first = base + code[pc + 3]!;
registers[base + (code[pc + 1]! & 65535)] = filterValue(state, registers[first]!, registers[first + 1]!, code[pc + 2]!);
${SETTLE}
${NEXT}`,
};
