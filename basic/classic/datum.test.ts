/** Datums, INPUT replies and numerals (reference 7.5.3, 7.5.6, 7.5.7). */
import { describe, expect, test } from "vitest";
import { readDatums } from "./datum.ts";
import { datumNumber, numeralValue } from "./numeral.ts";
import { type DatumKind, readLine, readReply } from "./reply.ts";

const texts = (source: string, free = false): string[] | undefined =>
  readDatums(source, free).datums?.map((datum) => (datum.quoted ? `"${datum.text}"` : datum.text));

describe("datums", () => {
  test.each<[string, string[]]>([
    ["1, 2.5 ,-3", ["1", "2.5", "-3"]],
    ["  A   B  ,C", ["A   B", "C"]],
    ['" A, B ",""', ['" A, B "', '""']],
    ["2.1E3", ["2.1E3"]],
    ["+.5-x", ["+.5-x"]],
    ['\t"x"\t,\ty\t', ['"x"', "y"]],
  ])("%s", (source, datums) => expect(texts(source)).toEqual(datums));

  test.each<[string, number]>([
    ["", 0],
    ["  ", 2],
    ["A,,B", 2],
    ["A,", 2],
    [",A", 0],
    ['"*"?"', 3],
    ['"*""?"', 3],
    ['AB"CD', 2],
    ['"AB', 0],
    ['"AB""CD"', 4],
    ["AB?CD", 2],
    ["K*L", 1],
    ["AB;CD", 2],
    ["?", 0],
    ['"A" B', 4],
  ])("refuses %s at %d", (source, at) => {
    expect(readDatums(source).problem?.at).toBe(at);
    expect(readDatums(source).problem?.message.length).toBeGreaterThan(10);
  });

  test("a program without line numbers takes more in an unquoted datum, and no empty place", () => {
    expect(texts('what? O"Brien, a;b', true)).toEqual(['what? O"Brien', "a;b"]);
    expect(texts("é, 'x'", true)).toEqual(["é", "'x'"]);
    expect(texts("a,,b", true)).toBeUndefined();
  });
});

describe("numerals", () => {
  test.each<[string, number | undefined]>([
    ["12", 12],
    ["-1.23", -1.23],
    ["+.5", 0.5],
    ["5.", 5],
    ["1.23E-0009", 1.23e-9],
    ["1e3", 1000],
    ["1E-99999", 0],
    ["-0", 0],
    ["1E99999", Number.POSITIVE_INFINITY],
    ["2  3", undefined],
    ["1D1", undefined],
    ["", undefined],
    [".", undefined],
    ["--1", undefined],
    ["1E", undefined],
    ["INF", undefined],
  ])("%s", (text, value) => expect(numeralValue(text)).toBe(value));

  test("a quoted datum is no number", () => {
    expect(datumNumber({ text: "7", quoted: true })).toBeUndefined();
    expect(datumNumber({ text: "7", quoted: false })).toBe(7);
  });
});

describe("replies", () => {
  const read = (reply: string, kinds: string, free = false): (number | string)[] | null =>
    readReply(
      reply,
      Array.from(kinds, (kind): DatumKind => (kind === "n" ? "number" : "text")),
      free,
    ).values;

  test.each<[string, string, (number | string)[]]>([
    ["5", "n", [5]],
    ["1, -2.5 , 3E2", "nnn", [1, -2.5, 300]],
    ["-1.23", "t", ["-1.23"]],
    ["A   B", "t", ["A   B"]],
    ['""', "t", [""]],
    ['"Smith, J.", 41', "tn", ["Smith, J.", 41]],
    ["1E-9999", "n", [0]],
    ["7\r\n", "n", [7]],
    ["1,\n2", "nn", [1, 2]],
  ])("%s", (reply, kinds, values) => expect(read(reply, kinds)).toEqual(values));

  test.each([
    ["1", "nn"],
    ["1,2,3", "nn"],
    ["1,", "n"],
    ["1,,2", "nn"],
    ["", "n"],
    ["", "t"],
    ["   ", "t"],
    ["abc", "n"],
    ['"7"', "n"],
    ['AB"CD', "t"],
    ['"AB', "t"],
    ['"AB""CD"', "t"],
    ["AB?CD", "t"],
    ["K*L", "t"],
    ["AB;CD", "t"],
    ["1E99999", "n"],
    ["2  3", "n"],
    ["1D1", "n"],
  ])("refuses %s for %s in words", (reply, kinds) => {
    expect(read(reply, kinds)).toBeNull();
    const kindList = Array.from(kinds, (kind): DatumKind => (kind === "n" ? "number" : "text"));
    expect(readReply(reply, kindList).problem).toMatch(/^\S.*\.$/);
  });

  test("LINE INPUT takes the line as it is", () => {
    expect(readLine(' "a", b? \r\n')).toBe(' "a", b? ');
    expect(readLine("")).toBe("");
  });
});
