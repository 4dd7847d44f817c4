/** Sources made to be slow to read: the time to diagnose one grows with its length and not with the square of it. */
import { describe, expect, it } from "vitest";
import { diagnose } from "../../basic/index.ts";

const COUNT = 8_000;
/** These take a second or less; with work for each pair of lines they took 10 to 30. */
const MOST_MS = 8_000;

const times = (line: (i: number) => string): string => Array.from({ length: COUNT }, (_, i) => line(i)).join("");

const SHAPES: Record<string, () => string> = {
  "jumps to labels that are not there": () => times((i) => `l${i}:\nGOTO m${i}\n`),
  "calls of procedures that are not there": () =>
    times((i) => `SUB s${i}()\nEND SUB\n`) + times((i) => `x = zz${i}(1)\n`),
  "calls with too many operands": () => `SUB a()\nEND SUB\n${times(() => "CALL a(1)\n")}`,
  "one label again and again": () => times(() => "a:\n"),
  "tables that are not closed": () => times((i) => `TABLE t${i}\n  a string\n`),
  "texts that are not closed": () => times(() => "BEGIN TALK\n  hi\nx = 1\n"),
  "a line of many statements": () => `${times(() => "SET x = 1:")}\n`,
  "a READ for each DATA": () => `OPTION CLASSIC\n${times((i) => `DATA ${i}\nREAD x\n`)}`,
  "a numbered program with one variable": () => `${times((i) => `${i + 1} LET AB=AB+1\n`)}${COUNT + 1} END\n`,
  "a classic line of many strings": () => `OPTION CLASSIC\nPRINT ${times(() => '"a";1;')}\n`,
  "comments with the line ends of Windows": () => `${times(() => "' note\r\n")}TALK 1\n`,
};

describe("hostile sources", () => {
  for (const [name, source] of Object.entries(SHAPES))
    it(name, { timeout: 60_000 }, () => {
      const began = performance.now();
      const { diagnostics } = diagnose(source(), "hostile.bas");
      expect(performance.now() - began).toBeLessThan(MOST_MS);
      // Errors are told up to a bound, of which the last says so.
      expect(diagnostics.length).toBeLessThan(1_000);
    });
});
