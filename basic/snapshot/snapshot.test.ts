/** Snapshots: what survives, what is refused, how large they are. */
import { describe, expect, it } from "vitest";
import { seeded } from "../../test/support/random.ts";
import {
  BasicDate,
  compile,
  createMachine,
  Duration,
  FileValue,
  FormatError,
  type Machine,
  newObject,
  type Program,
  parse,
  RecordSet,
  restore,
  type Value,
} from "../index.ts";
import { behindOf, DIM_BOUND, withBehind } from "../values.ts";
import { Reader, Writer } from "./bytes.ts";
import { ValueReader, ValueWriter } from "./values.ts";

function through(value: Value): Value {
  const out = new Writer();
  new ValueWriter(out).value(value);
  const reader = new Reader(out.finish());
  const back = new ValueReader(reader).value();
  expect(reader.left).toBe(0);
  return back;
}

function programOf(source: string, hash = "h1"): Program {
  const { program, diagnostics } = compile(parse(source, "s.bas").script, { hash });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  return program;
}

const OPTIONS = { seed: 42, timeZone: "Europe/Rome", locale: "it" };

function waiting(source: string): { program: Program; machine: Machine } {
  const program = programOf(source);
  const machine = createMachine(program, OPTIONS);
  expect(machine.run(0, 1e9).kind).toBe("hear");
  return { program, machine };
}

describe("values", () => {
  const scalars: Value[] = [null, true, false, 0, -0, 1, -1, 127, 128, 2 ** 31, -(2 ** 40), 2 ** 53 - 1, 1.5, 1e300];
  scalars.push(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    "",
    "a",
    "ünï",
    "😀",
    "x".repeat(5000),
    "\ud800 half",
  );
  for (const value of scalars)
    it(`keeps ${String(value).slice(0, 20)}`, () => expect(Object.is(through(value), value)).toBe(true));

  it("keeps dates, durations and files", () => {
    expect(through(new BasicDate(1234.5, true))).toEqual(new BasicDate(1234.5, true));
    expect(through(new Duration(-5))).toEqual(new Duration(-5));
    const file = new FileValue({ path: "a/b.pdf", name: "b.pdf", mime: "application/pdf", size: 7, url: "" });
    expect(through(file)).toEqual(file);
  });

  it("keeps what lies behind fields, of lists with pages of their own too", () => {
    const answer = withBehind(newObject([["data", newObject([["id", 7]])]]), "data");
    const list = withBehind([answer, answer], '{"status":200}');
    const back = through(list) as typeof list;
    expect(back).toEqual(list);
    expect(back[0]).toBe(back[1]);
    expect([behindOf(back), behindOf(back[0] as typeof answer)]).toEqual(['{"status":200}', "data"]);
  });

  it("keeps record sets and declared bounds", () => {
    const rows = [newObject([["a", 1]]), newObject([["a", 2]])];
    expect(through(new RecordSet(rows, ["a"], true))).toEqual(new RecordSet(rows, ["a"], true));
    const list: Value[] & { [DIM_BOUND]?: number } = [1, null];
    list[DIM_BOUND] = 1;
    expect((through(list) as typeof list)[DIM_BOUND]).toBe(1);
  });

  it("keeps aliases and circles", () => {
    const shared: Value[] = [1];
    const object = newObject([
      ["a", shared],
      ["b", shared],
    ]);
    object["self"] = object;
    const back = through(object) as typeof object;
    expect(back["a"]).toBe(back["b"]);
    expect(back["self"]).toBe(back);
  });

  it("keeps a field named __proto__ as a field", () => {
    const object = newObject([["__proto__", 5]]);
    const back = through(object) as typeof object;
    expect(Object.keys(back)).toEqual(["__proto__"]);
    expect(back).not.toHaveProperty("toString");
  });
});

describe("machine snapshots", () => {
  const ASKING = 'x = RANDOM(1, 1000000)\nHEAR a WITH "q?"\nTALK a & RANDOM(1, 1000000)\nHEAR b\n';

  it("go on with the same random numbers", () => {
    const { program, machine } = waiting(ASKING);
    const other = restore(program, machine.snapshot());
    for (const m of [machine, other]) m.resume("yes");
    expect(other.run(0, 1e9)).toEqual(machine.run(0, 1e9));
  });

  it("keep the zone, the language and what is asked", () => {
    const { program, machine } = waiting(ASKING);
    const other = restore(program, machine.snapshot());
    expect(other.run(0, 1e9)).toEqual(machine.run(0, 1e9));
    expect(other.snapshot()).toEqual(machine.snapshot());
  });

  it("can be restored from the same bytes again and again", () => {
    const { program, machine } = waiting(ASKING);
    const bytes = machine.snapshot();
    for (let i = 0; i < 3; i++) expect(restore(program, bytes).snapshot()).toEqual(bytes);
  });

  it("refuse another program, a newer runtime, damage and cuts", () => {
    const { program, machine } = waiting(ASKING);
    const bytes = machine.snapshot();
    expect(() => restore(programOf(ASKING, "h2"), bytes)).toThrow(/another version/);
    const newer = bytes.slice();
    newer[2] = 99;
    expect(() => restore(program, newer)).toThrow(/instruction set 99/);
    const damaged = bytes.slice();
    damaged[damaged.length - 3]! ^= 4;
    expect(() => restore(program, damaged)).toThrow(/checksum/);
    for (const length of [0, 3, 7, 20, bytes.length - 1])
      expect(() => restore(program, bytes.slice(0, length))).toThrow(FormatError);
    expect(() => restore(program, new TextEncoder().encode("no snapshot at all"))).toThrow(/no snapshot/);
  });

  it("survive any byte: refused, or a machine that runs", () => {
    const { program, machine } = waiting(
      'FUNCTION f(n)\nIF n = 0 THEN\nHEAR x\nRETURN x\nEND IF\nRETURN f(n - 1)\nEND FUNCTION\no = {a: [1, "two", NOW()]}\nFOR EACH e IN o.a\nGOSUB s\nNEXT\nEXIT\ns:\ny = f(3)\nTALK y\nRETURN\n',
    );
    const bytes = machine.snapshot();
    const random = seeded(5);
    let accepted = 0;
    for (let i = 0; i < 3000; i++) {
      const damaged = bytes.slice();
      damaged[7 + Math.floor(random() * (damaged.length - 7))] = Math.floor(random() * 256);
      let hash = 0x811c9dc5;
      for (const byte of damaged.subarray(7)) hash = Math.imul(hash ^ byte, 0x01000193);
      new DataView(damaged.buffer).setUint32(3, hash >>> 0, true);
      let restored: Machine;
      try {
        restored = restore(program, damaged, { limits: { maxSteps: 10_000 } });
      } catch (error) {
        expect(error, String(error)).toBeInstanceOf(FormatError);
        continue;
      }
      accepted++;
      for (let stops = 0; stops < 50; stops++) {
        const outcome = restored.run(0, 1000);
        if (outcome.kind === "done" || outcome.kind === "error") break;
        if (outcome.kind !== "preempted") restored.resume("ok");
      }
    }
    expect(accepted).toBeGreaterThan(10);
  });

  it("are small and quick: 5 frames, 50 variables", () => {
    const variables = Array.from({ length: 50 }, (_, i) => {
      const value = i % 3 === 0 ? `"text number ${i}"` : i % 3 === 1 ? `${i * 37}` : `${i}.25`;
      return `variable${i} = ${value}`;
    });
    const { program, machine } = waiting(
      `${variables.join("\n")}\nFUNCTION f(n)\nLOCAL a, b\na = n\nb = "local " + n\nIF n = 0 THEN\nHEAR x\nRETURN x\nEND IF\nRETURN f(n - 1) + a\nEND FUNCTION\nTALK f(4)\n`,
    );
    const bytes = machine.snapshot();
    expect(bytes.length).toBeLessThanOrEqual(1200);
    const times: number[] = [];
    for (let round = 0; round < 30; round++) {
      const start = performance.now();
      for (let i = 0; i < 50; i++) restore(program, bytes).snapshot();
      times.push(((performance.now() - start) * 1000) / 50);
    }
    const best = Math.min(...times);
    console.log(
      `snapshot of 5 frames and 50 variables: ${bytes.length} bytes, restore and snapshot ${best.toFixed(1)} µs`,
    );
    // The bar of the architecture is 200 µs for both; the goal is 20 µs each on an idle machine.
    expect(best).toBeLessThan(200);
  });
});
