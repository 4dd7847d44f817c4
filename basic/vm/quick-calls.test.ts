/** Functions with instructions of their own: the same values, steps and memory as by a call of the table's function. */
import { describe, expect, it } from "vitest";
import { compile, createMachine, parse, type Value } from "../index.ts";
import { OP } from "./opcodes.ts";

interface Run {
  value: Value;
  steps: number;
  memory: number;
  instructions: Set<number>;
}

function run(source: string, plainNumbers = true): Run {
  const { program } = compile(parse(source, "quick.bas").script, { hash: "quick", plainNumbers });
  if (!program) throw new Error("does not compile");
  const machine = createMachine(program, { seed: 1, timeZone: "UTC", locale: "en" });
  const outcome = machine.run(0, Number.POSITIVE_INFINITY);
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  const instructions = new Set(program.code.filter((_, at) => at % 4 === 0));
  return { value: outcome.value, steps: machine.steps, memory: machine.memory, instructions };
}

/** The text in a loop, where `i` goes from -2 to 12 in steps of a half. */
const loop = (text: string, expression: string) => `
text = ${text}
FOR i = -2 TO 12 STEP 0.5
  all = all & "|" & ${expression}
NEXT
RETURN all`;

const TEXTS: Record<string, string> = {
  short: '"abcdefgh"',
  wide: '"aé😀b😀😀c"',
  long: 'REPEAT("abcde", 80)',
  "long and wide": 'REPEAT("ab😀de", 80)',
  "a number": "12345.678",
  "a list": '["a", "b", "c", "d"]',
  nothing: "NULL",
};

const EXPRESSIONS: [keyof typeof OP, string][] = [
  ["FMID", "MID(text, i, 3)"],
  ["FLEFT", "LEFT(text, i)"],
  ["FRIGHT", "RIGHT(text, i)"],
  ["FCHR", "CHR(70 + i * 9) & text"],
  ["FLEN", "LEN(text & LEFT(text, i))"],
  ["FASC", "ASC(RIGHT(text, i))"],
  ["FABS", "ABS(i * 3 - 7)"],
  ["FINT", "INT(i * 1.5) & ABS(INT(0 * -i))"],
];

describe("functions with their own instructions", () => {
  for (const [name, expression] of EXPRESSIONS) {
    for (const [kind, text] of Object.entries(TEXTS)) {
      it(`${expression} of ${kind} is the same`, () => {
        const quick = run(loop(text, expression));
        const called = run(loop(text, expression), false);
        expect(quick.instructions).toContain(OP[name]);
        expect(called.instructions).not.toContain(OP[name]);
        expect({ ...quick, instructions: null }).toEqual({ ...called, instructions: null });
      });
    }
  }

  it("PUSH of one value is the same as the method", () => {
    const source = (push: string) => `list = []\nFOR i = 1 TO 500\n  ${push}\nNEXT\nRETURN list`;
    const quick = run(source("PUSH list, i"));
    const called = run(source("list.push(i)"));
    expect(quick.instructions).toContain(OP.PUSH);
    expect(called.instructions).not.toContain(OP.PUSH);
    expect({ ...quick, instructions: null }).toEqual({ ...called, instructions: null });
  });
});
