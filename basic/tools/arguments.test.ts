/** A model's arguments as values of the language, or as sentences that say what is wrong with them. */
import { describe, expect, it } from "vitest";
import { compile } from "../compiler/compile.ts";
import { parse } from "../parser/parse.ts";
import { BasicDate } from "../values.ts";
import { convertArguments } from "./arguments.ts";

const CONTEXT = { timeZone: "America/Sao_Paulo", strict: false, charge() {}, allocate() {} };

function convert(head: string, given: unknown) {
  const { program } = compile(parse(head, "t.bas").script, { hash: "" });
  return convertArguments(program!.params, given, CONTEXT);
}

/** Value of the one argument `a`. */
const one = (type: string, value: unknown) => convert(`PARAM a AS ${type}`, { a: value });
const messages = (head: string, given: unknown) => convert(head, given).problems.map((p) => p.message);

describe("conversion by the type of PARAM", () => {
  it.each([
    ["INTEGER", 4, 4],
    ["INTEGER", "4", 4],
    ["INTEGER", " -12 ", -12],
    ["INTEGER", 4.0, 4],
    ["NUMBER", "1.5", 1.5],
    ["NUMBER", "1e3", 1000],
    ["MONEY", ".5", 0.5],
    ["BOOLEAN", "true", true],
    ["BOOLEAN", "No", false],
    ["BOOLEAN", 1, true],
    ["BOOLEAN", false, false],
    ["STRING", "x", "x"],
    ["STRING", 12, "12"],
    ["STRING", "", ""],
    ["EMAIL", "ann@example.com", "ann@example.com"],
    ["TIME", "09:30", "09:30"],
    ["LIST", [1, "b"], [1, "b"]],
    ["ARRAY", '[1, {"x": null}]', [1, { x: null }]],
    ["OBJECT", '{"k": [true]}', { k: [true] }],
    ['"small", "large"', "LARGE ", "large"],
    ["INTEGER ENUM [1, 2]", "2", 2],
  ])("%s of %j", (type, given, value) => {
    const { values, problems } = one(type, given);
    expect(problems).toEqual([]);
    expect(values["a"]).toEqual(value);
  });

  it("dates are those of the bot's time zone", () => {
    const date = one("DATE", "2025-03-09").values["a"];
    expect(date).toBeInstanceOf(BasicDate);
    expect(date).toMatchObject({ dateOnly: true, ms: Date.parse("2025-03-09T03:00:00Z") });
    expect(one("DATETIME", "2025-03-09T10:00:00Z").values["a"]).toMatchObject({
      dateOnly: false,
      ms: Date.parse("2025-03-09T10:00:00Z"),
    });
  });

  it("objects have no prototype to reach", () => {
    const value = one("OBJECT", '{"__proto__": {"x": 1}, "y": 2}').values["a"];
    expect(Object.keys(value as object)).toEqual(["__proto__", "y"]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it("what is missing and optional is NULL", () => {
    const head = "PARAM a AS INTEGER OPTIONAL\nPARAM b AS DATE DEFAULT TODAY()\nPARAM c AS BOOLEAN OPTIONAL";
    expect(convert(head, { c: "", b: null })).toEqual({
      values: { a: null, b: null, c: null },
      list: [null, null, null],
      problems: [],
    });
  });

  it("arguments come in the order of the PARAMs, whatever their case", () => {
    const { values, list } = convert("PARAM First AS INTEGER\nPARAM second$ AS STRING", '{"SECOND": "b", "first": 1}');
    expect(values).toEqual({ first: 1, second: "b" });
    expect(list).toEqual([1, "b"]);
  });

  it("no arguments may come as nothing at all", () => {
    for (const given of [undefined, null, "", "{}", {}]) expect(convert("TALK 1", given).problems).toEqual([]);
  });
});

describe("problems name the argument", () => {
  it.each([
    ["PARAM n AS INTEGER", { n: "many" }, 'The argument n has to be a whole number, not "many".'],
    ["PARAM n AS INTEGER", { n: 1.5 }, "The argument n has to be a whole number, not 1.5."],
    ["PARAM n AS INTEGER", { n: "1e400" }, 'The argument n has to be a whole number, not "1e400".'],
    ["PARAM n AS NUMBER", { n: "" }, 'The argument n has to be a number, not "".'],
    ["PARAM n AS NUMBER", { n: "0x1F" }, 'The argument n has to be a number, not "0x1F".'],
    ["PARAM ok AS BOOLEAN", { ok: "maybe" }, 'The argument ok has to be true or false, not "maybe".'],
    ["PARAM d AS DATE", { d: "soon" }, 'The argument d has to be a date such as 2025-01-31, not "soon".'],
    ["PARAM d AS DATE", { d: "2025-02-30" }, 'The argument d has to be a date such as 2025-01-31, not "2025-02-30".'],
    ["PARAM l AS LIST", { l: "a, b" }, 'The argument l has to be a list, as JSON, not "a, b".'],
    ["PARAM o AS OBJECT", { o: [1] }, "The argument o has to be an object, as JSON, not [1]."],
    ["PARAM s AS STRING", { s: { x: 1 } }, 'The argument s has to be a text, not {"x":1}.'],
    ['PARAM s AS "a", "b"', { s: "c" }, 'The argument s has to be one of "a", "b", not "c".'],
    ["PARAM s AS STRING", {}, "The argument s is missing."],
    ["PARAM s AS STRING", { s: null }, "The argument s is missing."],
    ["PARAM street OPTIONAL", { stret: "x" }, "There is no argument stret: did you mean street?"],
    ["PARAM a OPTIONAL\nPARAM b OPTIONAL", { zebra: 1 }, "There is no argument zebra: the tool takes a, b."],
    ["TALK 1", { zebra: 1 }, "There is no argument zebra: the tool takes none."],
  ])("%s", (head, given, message) => {
    expect(messages(head, given)).toEqual([message]);
  });

  it("all at once", () => {
    expect(convert("PARAM a AS INTEGER\nPARAM b AS DATE", { a: "x", c: 1 }).problems.map((p) => p.argument)).toEqual([
      "c",
      "a",
      "b",
    ]);
  });

  it("arguments that are no object", () => {
    for (const given of ["[1]", "{", 5, [1], "null"]) {
      expect(messages("PARAM a OPTIONAL", given)).toEqual([
        "The arguments have to be one JSON object, with a member for each argument.",
      ]);
    }
  });

  it("data nested beyond all measure is refused, not a crash", () => {
    const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
    expect(messages("PARAM a AS LIST", { a: deep })[0]).toMatch(/^The argument a has to be smaller: .*nested deeper/);
  });
});
