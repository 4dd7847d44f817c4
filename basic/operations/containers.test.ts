import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { parseDate } from "../dates/parse.ts";
import { type BasicObject, FileValue, RecordSet, type Value } from "../values.ts";
import { getIndex, iterate, setIndex } from "./elements.ts";
import { getField, setField } from "./fields.ts";
import { fromJson, toJson } from "./json.ts";
import { object, testContext } from "./testing.ts";

// Property tests take long on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const context = testContext();
const strict = testContext({ strict: true });
const none = new RecordSet([], []);
const one = new RecordSet([object({ Id: 7, status: "open" })], ["Id", "status"]);
const two = new RecordSet([object({ n: 1 }), object({ n: 2 })], ["n"]);
const file = new FileValue({ path: "uploads/a.pdf", name: "a.pdf", mime: "application/pdf", size: 9, url: "" });
const date = (text: string): Value => parseDate(text, context) ?? null;

describe("fields (1.1, 2.2, 2.7)", () => {
  test("exact spelling first, then ignoring case", () => {
    expect(getField(object({ id: 1, Id: 2 }), "Id", context)).toBe(2);
    expect(getField(object({ Id: 2 }), "id", context)).toBe(2);
    expect(getField(object({}), "constructor", context)).toBeNull();
    expect(getField(object({}), "__proto__", context)).toBeNull();
  });

  test("a record set answers for row 0, then with its properties", () => {
    expect(getField(one, "STATUS", context)).toBe("open");
    expect(getField(two, "count", context)).toBe(2);
    expect(getField(two, "last", context)).toEqual(object({ n: 2 }));
    expect(getField(new RecordSet([object({ count: 9 })], ["count"]), "count", context)).toBe(9);
    expect(getField(none, "status", context)).toBeNull();
    expect(getField(none, "count", context)).toBe(0);
    expect(getField(one, "missing", strict)).toBeNull();
  });

  test("NULL and scalars", () => {
    expect(getField(null, "a", strict)).toBeNull();
    expect(getField("text", "a", context)).toBeNull();
    expect(() => getField("text", "a", strict)).toThrow(expect.objectContaining({ number: 438 }));
    expect(getField("text", "a", strict, true)).toBeNull();
    expect(getField("(11) 98765-4321", "digits", context)).toBe("11987654321");
    expect(getField(file, "filename", context)).toBe("a.pdf");
    expect(getField(file, "mime_type", context)).toBe("application/pdf");
  });

  test("fields of dates", () => {
    const d = date("2025-01-31 14:05:09");
    const expected: Record<string, Value> = {
      year: 2025,
      month: 1,
      day: 31,
      hour: 14,
      minute: 5,
      second: 9,
      weekday: 6,
      weekday_name: "Friday",
      month_name: "January",
      formatted: "2025-01-31 14:05:09",
      date: "2025-01-31",
      time: "14:05:09",
      iso: "2025-01-31T14:05:09-03:00",
      quarter: 1,
      day_of_year: 31,
      is_weekend: false,
      is_pm: true,
      ampm: "PM",
      hour12: 2,
      timestamp: Date.UTC(2025, 0, 31, 17, 5, 9) / 1000,
    };
    for (const [name, value] of Object.entries(expected))
      expect([name, getField(d, name.toUpperCase(), strict)]).toEqual([name, value]);
  });

  test("setting fields", () => {
    expect(setField(null, "a", 1, context)).toEqual(object({ a: 1 }));
    expect(setField(object({ Name: 1 }), "name", 2, context)).toEqual(object({ Name: 2 }));
    const set = new RecordSet([], []);
    expect(setField(set, "status", "done", context)).toBe(set);
    expect(set.rows).toEqual([object({ status: "done" })]);
    expect(getField(set, "status", context)).toBe("done");
    expect(() => setField(5, "a", 1, context)).toThrow(expect.objectContaining({ number: 438 }));
    const polluted = setField(object({}), "__proto__", object({ evil: true }), context) as BasicObject;
    expect(({} as Record<string, unknown>)["evil"]).toBeUndefined();
    expect(Object.keys(polluted)).toEqual(["__proto__"]);
  });
});

describe("elements (2.9)", () => {
  test("reading", () => {
    expect(getIndex([1, 2], 1, context)).toBe(2);
    expect(getIndex([1, 2], 2, context)).toBeNull();
    expect(getIndex([1, 2], -1, context)).toBeNull();
    expect(() => getIndex([1, 2], 2, strict)).toThrow(expect.objectContaining({ number: 9 }));
    expect(getIndex([1, 2], "1", context)).toBe(2);
    expect(getIndex(two, 1, context)).toEqual(object({ n: 2 }));
    expect(getIndex(one, "status", context)).toBe("open");
    expect(getIndex(object({ "Order Date": "x" }), "Order Date", context)).toBe("x");
    expect(getIndex(object({ 1: "one" }), 1, context)).toBe("one");
    expect(getIndex("a😀b", 1, context)).toBe("😀");
    expect(getIndex(null, 0, context)).toBeNull();
  });

  test("writing appends at the length and fills gaps with NULL", () => {
    const list: Value[] = [1];
    setIndex(list, 1, "b", context);
    setIndex(list, 4, "e", context);
    expect(list).toEqual([1, "b", null, null, "e"]);
    expect(setIndex(null, 0, "a", context)).toEqual(["a"]);
    expect(setIndex(null, "k", "a", context)).toEqual(object({ k: "a" }));
    expect(() => setIndex(list, -1, 0, context)).toThrow(expect.objectContaining({ number: 9 }));
    expect(() => setIndex(list, 2_000_000, 0, context)).toThrow(expect.objectContaining({ number: 14 }));
    expect(() => setIndex("abc", 0, "x", context)).toThrow(expect.objectContaining({ number: 13 }));
  });

  test("FOR EACH (3.2)", () => {
    expect(iterate(null, context)).toEqual([]);
    expect(iterate("a😀", context)).toEqual(["a", "😀"]);
    expect(iterate(two, context)).toEqual(two.rows);
    expect(iterate(object({ a: [1], b: [2] }), context)).toEqual(["a", "b"]);
    expect(iterate(object({ a: 1, b: 2 }), context)).toEqual([1, 2]);
    const list = [1, 2];
    const rounds = iterate(list, context);
    list.push(3);
    expect(rounds).toEqual([1, 2]);
  });
});

describe("JSON", () => {
  test("goes there and back", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        (data) =>
          toJson(fromJson(JSON.stringify(data), context), context) === JSON.stringify(JSON.parse(JSON.stringify(data))),
      ),
    );
  });

  test("has no prototype, also under hostile keys", () => {
    const value = fromJson('{"__proto__": {"admin": true}, "constructor": 1}', context);
    expect(value).not.toHaveProperty("toString");
    expect(getField(value, "admin", context)).toBeNull();
    expect(toJson(value, context)).toBe('{"__proto__":{"admin":true},"constructor":1}');
  });

  test("refuses bad and deep text with an error of the language", () => {
    expect(() => fromJson("{a:1}", context)).toThrow(expect.objectContaining({ number: 5 }));
    expect(() => fromJson(`${"[".repeat(50_000)}${"]".repeat(50_000)}`, context)).toThrow(
      expect.objectContaining({ name: "BasicError" }),
    );
  });
});
