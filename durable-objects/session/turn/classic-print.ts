/**
 * PRINT of classic programs (reference 7.2): what is printed until the next INPUT, message, commit or end is one message,
 * in a fixed-width block when zones or TAB made columns. It is no effect of its own: a program may print a line ten
 * thousand times.
 */
import { missingService } from "../../../basic/catalogue/index.ts";
import { BasicError, ERR } from "../../../basic/errors.ts";
import type { EffectRequest } from "../../../basic/machine.ts";
import type { LiveScript } from "./host.ts";
import type { Turn } from "./turn.ts";

/** True when the effect was a PRINT of a classic program, or of its files, which have no service; the machine can go on. */
export function gatherPrint(turn: Turn, script: LiveScript, effect: EffectRequest): boolean {
  if (effect.keyword === "CHANNEL") {
    const verb = String(effect.args["verb"] ?? "");
    script.machine.raise(ERR.serviceMissing, missingService(verb, "drive"));
    return true;
  }
  if (effect.keyword !== "PRINT" || effect.args["form"] === undefined) return false;
  try {
    turn.output.print(String(effect.args["text"] ?? ""), effect.args["form"] === "columns");
    script.machine.resume(null);
  } catch (error) {
    if (!(error instanceof BasicError)) throw error;
    script.machine.raise(error.number, error.message);
  }
  return true;
}

/** The message of a printed text: columns stay columns where the channel shows markdown. */
export function printedMessage(text: string, hasColumns: boolean): string {
  const lines = text.replace(/\n$/, "");
  if (!hasColumns) return lines;
  // The fence is longer than any run of backticks inside.
  const longest = Math.max(2, ...[...lines.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${lines}\n${fence}`;
}
