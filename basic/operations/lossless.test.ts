import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { Writer } from "../snapshot/bytes.ts";
import { ValueWriter } from "../snapshot/values.ts";
import {
  BasicDate,
  type BasicObject,
  DIM_BOUND,
  Duration,
  FileValue,
  MASK,
  newObject,
  RecordId,
  RecordSet,
  SealedText,
  type Value,
  withBehind,
} from "../values.ts";
import { toJson } from "./json.ts";
import { fromLossless, toLossless } from "./lossless.ts";
import { object, testContext } from "./testing.ts";

// Property tests take long on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const context = testContext();

/** Every difference between two values shows in their bytes: kinds, -0, declared bounds, hidden texts. */
function bytesOf(value: Value): number[] {
  const out = new Writer();
  new ValueWriter(out).value(value);
  return [...out.finish()];
}

function dimensioned(items: Value[], bound: number): Value[] {
  const list = [...items];
  Object.defineProperty(list, DIM_BOUND, { value: bound, writable: true, enumerable: false, configurable: true });
  return list;
}

const ms = fc.oneof(fc.integer({ min: -8.64e15, max: 8.64e15 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(-0));
const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "\ud800", "$basalt", '"\\', "\u2028"));
const key = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.constantFrom("$basalt", "$BASALT", "__proto__", "constructor", "ms", "fields", "rows", "1", "0"),
);
const date = fc.tuple(ms, fc.boolean()).map(([at, isDay]): Value => new BasicDate(at, isDay));
const file = fc
  .record({ path: text, name: text, mime: text, size: fc.nat(), url: text, md5: text, modified: fc.option(date) })
  .map((fields): Value => new FileValue({ ...fields, modified: fields.modified as BasicDate | null }));

const { value } = fc.letrec<{ value: Value; leaf: Value; row: Value }>((tie) => ({
  leaf: fc.oneof(
    fc.constant(null),
    fc.boolean(),
    number,
    text,
    date,
    ms.map((span) => new Duration(span)),
    file,
    fc.constant(null).map(() => new SealedText(MASK)),
    fc.tuple(fc.oneof(text, number), fc.nat()).map(([id, rows]) => new RecordId(id, rows)),
  ),
  row: fc.array(fc.tuple(key, tie("value")), { maxLength: 5 }).map((fields) => newObject(fields)),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.tuple(fc.array(tie("value"), { maxLength: 4 }), fc.nat(1000)).map(([items, n]) => dimensioned(items, n)),
    tie("row"),
    fc.tuple(tie("row"), text).map(([row, behind]) => withBehind(row as BasicObject, behind)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => withBehind(items, '{"status":200}')),
    fc
      .tuple(fc.array(tie("row"), { maxLength: 3 }), fc.array(text, { maxLength: 3 }), fc.boolean())
      .map(([rows, columns, single]) => new RecordSet(rows as never, columns, single)),
  ),
}));

const plain = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.string(), tie("value")), { maxLength: 4 })
      .map((fields) => newObject(fields.filter(([name]) => name !== "$basalt"))),
  ),
})).value;

describe("lossless JSON", () => {
  test("keeps every value", () => {
    fc.assert(
      fc.property(value, (given) => {
        const json = toLossless(given, context);
        expect(bytesOf(fromLossless(json, context))).toEqual(bytesOf(given));
        // Once more through a host that reads and writes the text as JSON: only a zero below zero is lost there.
        if (!json.includes("-0")) {
          expect(bytesOf(fromLossless(JSON.stringify(JSON.parse(json)), context))).toEqual(bytesOf(given));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("is plain JSON for plain data", () => {
    fc.assert(
      fc.property(plain, (given) => {
        expect(toLossless(given, context)).toBe(toJson(given, context));
      }),
    );
  });

  test("reads what has no known kind as it stands", () => {
    for (const json of [
      '{"$basalt":"later","ms":1}',
      '{"$basalt":5}',
      '{"$basalt":"date","ms":"soon"}',
      '{"$basalt":"records","columns":["a"],"rows":[1]}',
      '{"$basalt":"records","columns":"a","rows":[]}',
      '{"$basalt":"id","id":null,"rows":1}',
      '{"$basalt":"object","fields":[["a"]]}',
      '{"$basalt":"file","path":1}',
      '{"$basalt":"array","bound":1000000000,"items":[]}',
    ]) {
      expect(toJson(fromLossless(json, context), context)).toBe(json);
    }
  });

  test("writes a secret's mask and never the secret", () => {
    const json = toLossless([new SealedText("hunter2")], context);
    expect(json).toBe('[{"$basalt":"sealed"}]');
    const [back] = fromLossless(json, context) as Value[];
    expect(back).toBeInstanceOf(SealedText);
    expect(SealedText.open(back as SealedText)).toBe(MASK);
  });

  test("is bounded in depth and length, both ways", () => {
    const circle: Value[] = [];
    circle.push(object({ me: circle }));
    expect(() => toLossless(circle, context)).toThrow("nested deeper than 100 levels");
    expect(() => fromLossless("[".repeat(200) + "]".repeat(200), context)).toThrow("nested deeper than 100 levels");
    expect(() => toLossless(["x".repeat(11_000_000)], context)).toThrow("longer than 10 MB");
    expect(() => fromLossless('{"a":', context)).toThrow("This record is not JSON");
    let deep: Value = 1;
    for (let i = 0; i < 100; i++) deep = i % 2 === 0 ? [deep] : new RecordSet([object({ $basalt: deep })], ["$basalt"]);
    expect(() => toLossless(deep, context)).toThrow();
  });

  test("charges for what it reads and writes", () => {
    const counting = testContext();
    fromLossless(toLossless(new Array(1000).fill("text"), counting), counting);
    expect(counting.charged.units).toBeGreaterThan(8000);
  });
});
