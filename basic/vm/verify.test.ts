/** Damaged and hostile programs: refused by the decoder or the verifier, or harmless when they run. Never a crash. */
import { describe, expect, it } from "vitest";
import { seeded } from "../../test/support/random.ts";
import {
  compile,
  createMachine,
  decodeProgram,
  encodeProgram,
  FormatError,
  type Program,
  parse,
  VerifyError,
  verify,
} from "../index.ts";
import { OP } from "./opcodes.ts";

const SOURCE = `
DIM a(5)
FUNCTION f(n)
  TRY
    IF n < 2 THEN RETURN n
    RETURN f(n - 1) + f(n - 2)
  FINALLY
    calls = calls + 1
  END TRY
END FUNCTION
FOR i = 1 TO 5
  a(i) = f(i)
NEXT
o = {x: 1, list: [1, 2, "three"]}
FOR EACH v IN o.list LAST 2
  SELECT CASE v
    CASE 1 TO 5
      TALK "number \${v}"
    CASE ELSE
      TALK UCASE(v).trim()
  END SELECT
NEXT
rows = FIND "t" WHERE owner = o.x AND n IN (1, 2) ORDER BY n LIMIT 3
HEAR c AS "red", "blue"
GOSUB sub1
TALK a(5) & c
EXIT
sub1:
WITH r
  y = 5
END WITH
RETURN
`;

/** Every instruction on plain numbers. */
const NUMBERS = `
DIM a(9)
FUNCTION sum(n, m)
  IF n <= 0 OR n = m THEN RETURN 0.5
  RETURN sum(n - 1, m) + 2 * n
END FUNCTION
x = 1.5
y = 2
t = 0
FOR i = 9 TO 1 STEP -1
  a(i) = i
  a(i) = 7
  a(i) = "seven"
  t = t + i * x - y
  IF a(i) = t OR t > y OR x <> y AND i >= 2 THEN t = t / 4 + i \\ 2 + i MOD 3 - 0.25
  q = t / y
  q = t MOD y
  q = t \\ y
NEXT
FOR j = 1 TO LEN("four")
  j = j + 1
  t = -t ^ 2 * 0.5 + (j < 3 ? x : y) + i MOD 0.5 + i \\ 0.5
NEXT
b = [1, 2]
b[y] = t < x
b[j] = b[y]
s = CHR(64 + j) & MID("four", j MOD 3, 2) & LEFT("four", j) & RIGHT("four", y)
b = PUSH(b, LEN(s) + ASC(s) + ABS(j - 9) + INT(x) + INSTR(s, "o"))
TALK t, t = x, t <= y, t <> x, sum(3, 9), s
`;

function compiled(source = SOURCE): Program {
  const { program } = compile(parse(source, "fuzz.bas").script, { hash: "abc" });
  if (!program) throw new Error("does not compile");
  return program;
}

/** Runs a program that passed the verifier for a bounded time, answering all that it asks. */
function runBriefly(program: Program): void {
  const limits = { maxSteps: 20_000, maxLoopIterations: 1000, maxJumps: 10_000, maxMemory: 4_000_000 };
  const machine = createMachine(program, { seed: 1, timeZone: "UTC", locale: "en", limits });
  for (let i = 0; i < 200; i++) {
    const outcome = machine.run(0, 1000);
    if (outcome.kind === "done" || outcome.kind === "error") return;
    if (outcome.kind !== "preempted") machine.resume("red");
  }
}

function change(program: Program, patch: Partial<Program>): Program {
  return { ...program, ...patch };
}

function withCode(program: Program, at: number, value: number): Program {
  const code = program.code.slice();
  code[at] = value;
  return change(program, { code });
}

describe("verify", () => {
  const program = compiled();
  const numbers = compiled(NUMBERS);

  it("passes what the compiler makes", () => {
    expect(() => verify(program)).not.toThrow();
  });

  it("goes through bytes unchanged", () => {
    expect(decodeProgram(encodeProgram(program))).toEqual(program);
  });

  it("passes plain numbers", () => {
    expect(numbers.code.some((op, at) => at % 4 === 0 && op === OP.FADD)).toBe(true);
    expect(() => verify(numbers)).not.toThrow();
    expect(decodeProgram(encodeProgram(numbers))).toEqual(numbers);
  });

  const find = (op: number, of = program) => of.code.findIndex((n, i) => i % 4 === 0 && n === op);
  const findNumber = (op: number) => find(op, numbers);
  const refused: [string, Program, RegExp][] = [
    ["an unknown instruction", withCode(program, 0, 9999), /unknown instruction/],
    ["a register outside the frame", withCode(program, find(OP.LOADI!) + 1, 60_000), /outside the frame/],
    ["a jump into the middle of an instruction", withCode(program, find(OP.JMP!) + 1, find(OP.JMP!) + 6), /jumps to/],
    ["a jump into another procedure", withCode(program, find(OP.JMP!) + 1, program.code.length - 4), /jumps to/],
    ["an uncharged jump backward", withCode(program, find(OP.JMP!) + 1, 0), /backward/],
    ["a constant that is not there", withCode(program, find(OP.EFFECT!) + 2, 5000), /descriptor/],
    ["a call of a procedure that is not there", withCode(program, find(OP.CALL!) + 2, 77), /no procedure/],
    ["no characters of a text", withCode(numbers, findNumber(OP.FMID!) + 1, 1), /not above 0/],
    ["a text outside the frame", withCode(numbers, findNumber(OP.FLEFT!) + 2, 900), /outside the frame/],
    ["a plain number outside the frame", withCode(numbers, findNumber(OP.FADD!) + 2, 900), /outside the frame/],
    ["hidden plain numbers outside the frame", withCode(numbers, findNumber(OP.FFORPREP!) + 3, 64), /hidden registers/],
    ["a loop of plain numbers without a cost", withCode(numbers, findNumber(OP.FFORLOOP!) + 2, 1), /charges no steps/],
    ["a division by a constant that is 0", withCode(numbers, findNumber(OP.FMODI!) + 3, 0), /not above 0/],
    [
      "a plain number that is none",
      change(numbers, { constants: numbers.constants.map((c) => (typeof c === "number" ? "1" : c)) }),
      /no number/,
    ],
    [
      "a plain result of the script's body",
      withCode(numbers, findNumber(OP.FBOX!), OP.FRETURN!),
      /script's body|set that it does not have/,
    ],
    ["cut-off code", change(program, { code: program.code.slice(0, 7) }), /cut off/],
    [
      "a procedure without an end",
      change(program, { code: program.code.slice(0, program.code.length - 4) }),
      /past its end|lie in the code/,
    ],
    ["a newer instruction set", change(program, { isa: 99 }), /instruction set/],
    ["a handler outside the code", change(program, { tries: Int32Array.of(0, 4, 999_996, 0) }), /exception table/],
    [
      "a mutable constant",
      change(program, { constants: program.constants.map((c) => (typeof c === "string" ? { evil: 1 } : c)) }),
      /constant|descriptor|function/,
    ],
  ];
  for (const [what, hostile, message] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => verify(hostile)).toThrow(VerifyError);
      expect(() => verify(hostile)).toThrow(message);
    });
  }

  it("survives any number in the code", () => {
    const random = seeded(11);
    let passed = 0;
    for (let i = 0; i < 3000; i++) {
      const whole = i % 2 === 0 ? program : numbers;
      const at = Math.floor(random() * whole.code.length);
      const kind = random();
      // Small operands, instructions of either kind, and anything.
      const value = Math.floor(kind < 0.4 ? random() * 60 : kind < 0.7 ? random() * 256 : (random() - 0.5) * 2 ** 32);
      const hostile = withCode(whole, at, value);
      try {
        verify(hostile);
      } catch (error) {
        expect(error).toBeInstanceOf(VerifyError);
        continue;
      }
      passed++;
      runBriefly(hostile);
    }
    expect(passed).toBeGreaterThan(50);
  }, 30_000);

  it("survives any byte in a release", () => {
    const random = seeded(12);
    const images = [encodeProgram(program), encodeProgram(numbers)];
    for (let i = 0; i < 1500; i++) {
      const bytes = images[i % 2]!;
      const damaged = bytes.slice(0, random() < 0.2 ? Math.floor(random() * bytes.length) : bytes.length);
      if (damaged.length > 0) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      repairChecksum(damaged);
      try {
        runBriefly(decodeProgram(damaged));
      } catch (error) {
        expect(error instanceof VerifyError || error instanceof FormatError, String(error)).toBe(true);
      }
    }
  });

  it("refuses a flipped byte by its checksum", () => {
    const bytes = encodeProgram(program);
    bytes[bytes.length >> 1]! ^= 1;
    expect(() => decodeProgram(bytes)).toThrow(/checksum/);
  });
});

/** Damage that got past the checksum is the interesting kind. */
function repairChecksum(bytes: Uint8Array): void {
  if (bytes.length < 8) return;
  let hash = 0x811c9dc5;
  for (const byte of bytes.subarray(7)) hash = Math.imul(hash ^ byte, 0x01000193);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(3, hash >>> 0, true);
}
