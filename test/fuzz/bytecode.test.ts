/**
 * Bytes from anywhere: programs and snapshots with flipped bits and numbers, their checksums made anew so that damage is
 * not noticed by those. Each is refused with its reason, or runs within its limits.
 */
import { describe, expect, it } from "vitest";
import {
  createMachine,
  decodeProgram,
  diagnose,
  encodeProgram,
  FormatError,
  ISA,
  type Machine,
  type Program,
  restore,
  VerifyError,
} from "../../basic/index.ts";
import { checksum } from "../../basic/snapshot/bytes.ts";
import { corpusSources } from "../conformance/corpus-files.ts";
import { pick, seeded } from "../support/random.ts";
import { faultOf, LIMITS } from "./drive.ts";

const COUNT = process.env["BASALT_SOAK"] ? 100_000 : 1_500;
const SEED = Number(process.env["BASALT_SEED"] ?? 20_251_123);
/** "BP" or "BS", the instruction set, the checksum. */
const HEADER = 7;

const OPTIONS = { seed: 1, timeZone: "UTC", locale: "en", limits: LIMITS };

const programs: Program[] = [...corpusSources()].flatMap(([path, source]) => {
  const { program } = diagnose(source, path, path);
  return program ? [program] : [];
});

function sealed(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(3, checksum(bytes.subarray(HEADER)), true);
  return bytes;
}

/** One to three accidents anywhere behind the header. */
function damaged(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = bytes.slice();
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const at = HEADER + Math.floor(random() * (copy.length - HEADER));
    const kind = random();
    if (kind < 0.5) copy[at]! ^= 1 << Math.floor(random() * 8);
    else if (kind < 0.8) copy[at] = Math.floor(random() * 256);
    else copy.copyWithin(at, HEADER + Math.floor(random() * (copy.length - HEADER)), copy.length);
  }
  return sealed(copy);
}

/** One to three wrong numbers in the instructions, the exception ranges or a procedure, near enough to pass at first sight. */
function misled(program: Program, random: () => number): Program {
  const below = (n: number): number => Math.floor(random() * n);
  const near = (n: number): number =>
    random() < 0.6 ? n + below(9) - 4 : random() < 0.5 ? below(256) : pick(random, [...program.code]);
  const code = program.code.slice();
  const tries = program.tries.slice();
  let functions = program.functions;
  for (let count = 1 + below(3); count > 0; count--) {
    const kind = random();
    if (kind < 0.8 || tries.length === 0) {
      const at = below(code.length);
      code[at] =
        at % 4 === 0
          ? pick(
              random,
              [...program.code].filter((_, i) => i % 4 === 0),
            )
          : near(code[at]!);
    } else if (kind < 0.9) {
      const at = below(tries.length);
      tries[at] = near(tries[at]!);
    } else {
      const at = below(functions.length);
      const field = pick(random, ["entry", "size", "params", "locals", "cost"] as const);
      functions = functions.map((info, i) => (i === at ? { ...info, [field]: Math.max(0, near(info[field])) } : info));
    }
  }
  return { ...program, code, tries, functions };
}

/** Null where it was refused; else what it did. Throws what must not come out. */
function outcomeOf<T>(make: () => T, use: (made: T) => string | null): { refused: boolean; fault: string | null } {
  let made: T;
  try {
    made = make();
  } catch (error) {
    if (error instanceof FormatError || error instanceof VerifyError) return { refused: true, fault: null };
    return { refused: false, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  try {
    return { refused: false, fault: use(made) };
  } catch (error) {
    return { refused: false, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

describe(`damaged bytes, seed ${SEED}`, () => {
  it(`${COUNT} programs are refused or keep to their limits`, { timeout: 3_600_000 }, () => {
    const random = seeded(SEED);
    const encoded = programs.map(encodeProgram);
    let ran = 0;
    for (let i = 0; i < COUNT; i++) {
      const bytes =
        random() < 0.5 ? damaged(pick(random, encoded), random) : encodeProgram(misled(pick(random, programs), random));
      const { refused, fault } = outcomeOf(
        () => decodeProgram(bytes),
        (program) => faultOf(createMachine(program, OPTIONS), true),
      );
      if (!refused) ran++;
      if (fault !== null) expect.fail(`program ${i} of seed ${SEED}: ${fault}`);
    }
    console.log(`${COUNT} damaged programs, seed ${SEED}: ${ran} of them ran`);
    expect(ran).toBeGreaterThan(0);
  });

  it(`${COUNT} snapshots are refused or keep to their limits`, { timeout: 3_600_000 }, () => {
    const random = seeded(SEED + 1);
    const parked = programs.flatMap((program) => {
      const machine = createMachine(program, OPTIONS);
      const { kind } = machine.run(0, 3_000);
      return kind === "done" || kind === "error" ? [] : [{ program, bytes: machine.snapshot() }];
    });
    let ran = 0;
    for (let i = 0; i < COUNT; i++) {
      const { program, bytes } = pick(random, parked);
      const { refused, fault } = outcomeOf(
        () => restore(program, damaged(bytes, random), { limits: LIMITS }),
        (machine: Machine) => faultOf(machine, true),
      );
      if (!refused) ran++;
      if (fault !== null) expect.fail(`snapshot ${i} of seed ${SEED}, ${program.file}: ${fault}`);
    }
    console.log(`${COUNT} damaged snapshots, seed ${SEED}: ${ran} of them ran`);
    expect(ran).toBeGreaterThan(0);
  });
});

it("another program's snapshot, another profile's and a newer generation's are refused", () => {
  const source = "x = 1\nHEAR a\nTALK a\n";
  const compiled = (text: string, hash: string): Program => {
    const { program } = diagnose(text, "s.bas", hash);
    if (!program) throw new Error("the script of the test does not compile");
    return program;
  };
  const dialect = compiled(source, "dialect");
  const machine = createMachine(dialect, OPTIONS);
  machine.run(0, 1_000);
  const bytes = machine.snapshot();
  expect(() => restore(compiled(source, "another"), bytes)).toThrow(/another version/);
  expect(() => restore(compiled("10 INPUT A\n20 END\n", "classic"), bytes)).toThrow(/another version/);
  const newer = bytes.slice();
  newer[2] = ISA + 1;
  expect(() => restore(dialect, newer)).toThrow(`instruction set ${ISA + 1}`);
  const program = encodeProgram(dialect);
  program[2] = ISA + 1;
  expect(() => decodeProgram(program)).toThrow(`instruction set ${ISA + 1}`);
  expect(restore(dialect, bytes).run(0, 1_000).kind).toBe("hear");
});
