/** Values nested deeper than the stack of the platform would allow survive a snapshot, whole or in pages; secrets and files too. */
import { describe, expect, it } from "vitest";
import { compile, createMachine, parse, restore } from "../index.ts";
import { BasicDate, FileValue, newObject, RecordSet, SealedText, type Value } from "../values.ts";
import { FormatError, Reader, Writer } from "./bytes.ts";
import { ValueReader, ValueWriter } from "./values.ts";

const LEVELS = 50_000;

function through(value: Value): Value {
  const out = new Writer();
  new ValueWriter(out).value(value);
  const reader = new Reader(out.finish());
  const back = new ValueReader(reader).value();
  expect(reader.left).toBe(0);
  return back;
}

/** Lists, objects and record sets in turn; the innermost holds the outermost. */
function nested(): Value {
  const innermost: Value[] = ["core"];
  let value: Value = innermost;
  for (let i = 0; i < LEVELS; i++) {
    if (i % 3 === 0) value = [i, value];
    else if (i % 3 === 1) value = newObject([["v", value]]);
    else value = new RecordSet([newObject([["v", value]])], ["v"], i % 2 === 0);
  }
  innermost.push(value);
  return value;
}

function inner(value: Value): Value {
  if (Array.isArray(value)) return value[1] ?? null;
  const object = value instanceof RecordSet ? value.rows[0] : value;
  return (object as { v?: Value }).v ?? null;
}

describe("deep values", () => {
  it("come back whole, and share what they shared", () => {
    const back = through(nested());
    let at = back;
    let levels = 0;
    for (; !(Array.isArray(at) && at[0] === "core"); at = inner(at)) levels++;
    expect(levels).toBe(LEVELS);
    expect(inner(at)).toBe(back);
  });

  it("are kept by a machine that waits, in one piece and in pages", () => {
    const { program } = compile(parse("deep = deep\nHEAR a\nRETURN deep[1][1][0]\n", "deep.bas").script, {
      hash: "deep",
    });
    if (!program) throw new Error("the script does not compile");
    let deep: Value = null;
    for (let i = 0; i < LEVELS; i++) deep = [i, deep];
    const machine = createMachine(program, { seed: 1, timeZone: "UTC", locale: "en", variables: { deep } });
    expect(machine.run(0, 1e6).kind).toBe("hear");
    expect(machine.pagedSnapshot(new Set()).head.length).toBeGreaterThan(0);
    const again = restore(program, machine.snapshot());
    expect(again.run(0, 0).kind).toBe("hear");
    again.resume("go on");
    expect(again.run(0, 1e6)).toEqual({ kind: "done", value: LEVELS - 3 });
  });

  it("of another kind than was announced are refused", () => {
    const out = new Writer();
    let deep: Value = ["x"];
    for (let i = 0; i < 600; i++) deep = [deep];
    new ValueWriter(out).value(deep);
    const bytes = Uint8Array.from(out.finish());
    const place = bytes.lastIndexOf(23);
    bytes[place + 1] = 1;
    expect(() => new ValueReader(new Reader(bytes)).value()).toThrow(FormatError);
    bytes[place + 1] = 9;
    expect(() => new ValueReader(new Reader(bytes)).value()).toThrow(FormatError);
  });
});

it("secrets and files with all their fields come back", () => {
  const secret = through(new SealedText("correct horse"));
  expect(secret).toBeInstanceOf(SealedText);
  expect(SealedText.open(secret as SealedText)).toBe("correct horse");
  const file = { path: "a/b.pdf", name: "b.pdf", mime: "application/pdf", size: 12, url: "" };
  expect(through(new FileValue(file))).toEqual(new FileValue(file));
  expect(through(new FileValue({ ...file, label: "b.txt" }))).toEqual(new FileValue({ ...file, label: "b.txt" }));
  const known = new FileValue({ ...file, md5: "00ff", modified: new BasicDate(1000) });
  expect(through(known)).toEqual(known);
});
