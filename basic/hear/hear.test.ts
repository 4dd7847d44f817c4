import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { HearRequest } from "../machine.ts";
import { compare, equals } from "../operations/compare.ts";
import { toJson } from "../operations/json.ts";
import { testContext } from "../operations/testing.ts";
import { toText } from "../operations/text-form.ts";
import { FileValue, MASK, SealedText, type Value } from "../values.ts";
import { acceptAnswer, type HearAnswer, hearProblem } from "./answer.ts";
import { HEAR_TYPE_WORDS, HEAR_TYPES, type HearType, hearType } from "./types.ts";

// Property tests take long on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const context = testContext();
const request = (as: string, changes: Partial<HearRequest> = {}): HearRequest => ({
  as,
  options: null,
  open: false,
  prompt: null,
  hasDefault: false,
  default: null,
  timeout: 0,
  retries: 3,
  line: 1,
  ...changes,
});

/** The value that an answer gives, or undefined where it is asked again. */
function answer(as: string, text: string, more: Omit<HearAnswer, "text"> = {}): Value | undefined {
  const result = acceptAnswer(request(as), 1, { text, ...more }, context);
  return result.kind === "accepted" ? result.value : undefined;
}

type Row = readonly [string, string, Value | undefined];

test.each<Row>([
  ["TEXT", "  hi  ", "hi"],
  ["TEXT", "", ""],
  ["NAME", " maria  da silva ", "Maria Da Silva"],
  ["NAME", "jean-luc o'neil", "Jean-Luc O'neil"],
  ["NAME", "李小龍", "李小龍"],
  ["NAME", "x", undefined],
  ["NAME", "R2D2", undefined],
  ["NAME", "''", undefined],
  ["NAME", "a".repeat(101), undefined],
  ["EMAIL", "Maria.Silva+x@Example.COM", "maria.silva+x@example.com"],
  ["EMAIL", "joão@exemplo.com.br", "joão@exemplo.com.br"],
  ["EMAIL", "mailto:a@b.co", "a@b.co"],
  ["EMAIL", "a@b", undefined],
  ["EMAIL", "a@@b.co", undefined],
  ["EMAIL", "a b@c.co", undefined],
  ["EMAIL", ".a@b.co", undefined],
  ["EMAIL", "a..b@c.co", undefined],
  ["EMAIL", "a@-b.co", undefined],
  ["EMAIL", "a@b..co", undefined],
  ["EMAIL", "@b.co", undefined],
  ["EMAIL", `${"a".repeat(65)}@b.co`, undefined],
  ["INTEGER", "42", 42],
  ["INTEGER", "-7", -7],
  ["INTEGER", "1.234.567", 1234567],
  ["INTEGER", "1,234", 1234],
  ["INTEGER", "1 234", 1234],
  ["INTEGER", "1.5", undefined],
  ["INTEGER", "1.2345", undefined],
  ["INTEGER", "1,234.567", undefined],
  ["INTEGER", "99999999999999999999", undefined],
  ["INTEGER", "ten", undefined],
  ["NUMBER", "3.5", 3.5],
  ["NUMBER", "3,5", 3.5],
  ["NUMBER", "-1.234,56", -1234.56],
  ["NUMBER", "1,234.56", 1234.56],
  ["NUMBER", "1.234.567", 1234567],
  ["NUMBER", "3.1449", 3.1449],
  ["NUMBER", "1,23,4.5", undefined],
  ["NUMBER", "1e5", undefined],
  ["MONEY", "R$ 1.234,50", 1234.5],
  ["MONEY", "$1,234.50", 1234.5],
  ["MONEY", "12,5", 12.5],
  ["MONEY", "10 €", 10],
  ["MONEY", "0.005", 0.01],
  ["MONEY", "-5", undefined],
  ["MONEY", "free", undefined],
  ["BOOLEAN", "Sim", true],
  ["BOOLEAN", "yes!", true],
  ["BOOLEAN", "OUI", true],
  ["BOOLEAN", "não", false],
  ["BOOLEAN", "nope", false],
  ["BOOLEAN", "cancel", false],
  ["BOOLEAN", "perhaps", undefined],
  ["HOUR", "9:05", "09:05"],
  ["HOUR", "2:30 PM", "14:30"],
  ["HOUR", "12:00 am", "00:00"],
  ["HOUR", "14h30", "14:30"],
  ["HOUR", "25:00", undefined],
  ["HOUR", "13:00 PM", undefined],
  ["HOUR", "14", undefined],
  ["MOBILE", "11987654321", "(11) 98765-4321"],
  ["MOBILE", "(415) 555-2671", "(415) 555-2671"],
  ["MOBILE", "+55 11 98765-4321", "+5511987654321"],
  ["MOBILE", "12345", undefined],
  ["MOBILE", "1234567890123456", undefined],
  ["ZIPCODE", "01310100", "01310-100"],
  ["CEP", "01310-100", "01310-100"],
  ["ZIP", "90210", "90210"],
  ["ZIP", "902101234", "90210-1234"],
  ["ZIP", "sw1a1aa", "SW1A 1AA"],
  ["ZIP", "1234", undefined],
  ["CPF", "52998224725", "529.982.247-25"],
  ["CPF", "90992504791", "909.925.047-91"],
  ["CPF", "86142554893", "861.425.548-93"],
  ["CPF", "82009675304", "820.096.753-04"],
  ["CPF", "529.982.247-26", undefined],
  ["CPF", "111.111.111-11", undefined],
  ["CNPJ", "11222333000181", "11.222.333/0001-81"],
  ["CNPJ", "91866480151091", "91.866.480/1510-91"],
  ["CNPJ", "79141786349195", "79.141.786/3491-95"],
  ["CNPJ", "11222333000182", undefined],
  ["LANGUAGE", "pt-BR", "pt"],
  ["LANGUAGE", "Português", "pt"],
  ["LANGUAGE", "deutsch", "de"],
  ["LANGUAGE", "Klingon", undefined],
  ["URL", "example.com", "https://example.com"],
  ["URL", "http://example.com/a?b=c", "http://example.com/a?b=c"],
  ["URL", "localhost", undefined],
  ["URL", "javascript:alert(1)", undefined],
  ["URL", "ftp://example.com", undefined],
  ["URL", "https://user:pass@example.com", undefined],
  ["UUID", "{123E4567-E89B-12D3-A456-426614174000}", "123e4567-e89b-12d3-a456-426614174000"],
  ["GUID", "123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-426614174000"],
  ["UUID", "123e4567", undefined],
  ["COLOR", "Blue", "#0000FF"],
  ["COLOR", "#1e9", "#11EE99"],
  ["COLOUR", "rgb(255, 0, 10)", "#FF000A"],
  ["COLOR", "rgb(256,0,0)", undefined],
  ["CREDITCARD", "4111 1111 1111 1111", "4111 **** **** 1111"],
  ["CREDITCARD", "4111 1111 1111 1112", undefined],
  ["FILE", "no file", undefined],
])("HEAR AS %s: %j → %j (5.2)", (as, text, expected) => expect(answer(as, text)).toEqual(expected));

test.each([
  ["DATE", "31/12/2025", "2025-12-31"],
  ["DATE", "25 Dec 2024", "2024-12-25"],
  ["DATE", "tomorrow", "2025-02-01"],
  ["DATE", "Amanhã", "2025-02-01"],
  ["DATE", "ontem", "2025-01-30"],
  ["DATE", "2025-12-31 14:00", "2025-12-31"],
  ["DATE", "someday", undefined],
  ["DATETIME", "31/12/2025 14:30", "2025-12-31 14:30:00"],
  ["DATETIME", "tomorrow at 9:00", "2025-02-01 09:00:00"],
  ["DATETIME", "31/12/2025", undefined],
])("HEAR AS %s: %j → %j", (as, text, expected) => {
  const value = answer(as, text);
  expect(value === undefined ? undefined : toText(value, context)).toBe(expected);
});

describe("attachments", () => {
  const pdf = new FileValue({ path: "u/a.pdf", name: "a.pdf", mime: "application/pdf", size: 1, url: "" });
  const png = new FileValue({ path: "u/a.png", name: "a.png", mime: "image/png", size: 1, url: "" });
  test("FILE takes any, IMAGE a picture", () => {
    expect(answer("FILE", "", { attachments: [pdf] })).toBe(pdf);
    expect(answer("DOCUMENT", "here", { attachments: [png] })).toBe(png);
    expect(answer("IMAGE", "", { attachments: [pdf, png] })).toBe(png);
    expect(answer("IMAGE", "", { attachments: [pdf] })).toBeUndefined();
  });
});

describe("menus (3.6)", () => {
  const options = ["Track my order", "Cancel my order", "2", "Other"];
  const choose = (text: string, open = false, value?: Value): unknown => {
    const result = acceptAnswer(
      request("MENU", { options, open }),
      1,
      value === undefined ? { text } : { text, value },
      context,
    );
    return result.kind === "accepted" ? result.value : result.kind;
  };
  test.each([
    ["OTHER", "Other"],
    ["1", "Track my order"],
    ["2", "2"],
    ["4.", "Other"],
    ["9", "retry"],
    ["0", "retry"],
    ["track", "Track my order"],
    ["my order", "retry"],
    ["", "retry"],
  ])("%j chooses %j", (text, expected) => expect(choose(text)).toBe(expected));

  test("with * anything else is taken as it is, but not nothing", () => {
    expect(choose("something else", true)).toBe("something else");
    expect(choose("track", true)).toBe("Track my order");
    expect(choose("", true)).toBe("retry");
  });

  test("the value of a click counts where it names an option", () => {
    expect(choose("Where is it?", false, "Track my order")).toBe("Track my order");
  });

  test("asking again lists the options by number", () => {
    const result = acceptAnswer(request("MENU", { options }), 1, { text: "?" }, context);
    expect(result).toEqual({
      kind: "retry",
      message: "Please choose one of these, by name or number:\n1) Track my order\n2) Cancel my order\n3) 2\n4) Other",
    });
  });
});

describe("DEFAULT and RETRIES", () => {
  test("an empty answer, - and skip give the default without validation", () => {
    const hear = request("EMAIL", { hasDefault: true, default: "none" });
    for (const text of ["", " ", "-", "Skip"])
      expect(acceptAnswer(hear, 1, { text }, context)).toEqual({ kind: "accepted", value: "none" });
    expect(acceptAnswer(hear, 1, { text: "x" }, context).kind).toBe("retry");
    expect(acceptAnswer(request("TEXT"), 1, { text: "skip" }, context)).toEqual({ kind: "accepted", value: "skip" });
  });

  test("after the last attempt the script goes on with nothing", () => {
    expect([1, 2, 3].map((attempt) => acceptAnswer(request("INTEGER"), attempt, { text: "x" }, context).kind)).toEqual([
      "retry",
      "retry",
      "given-up",
    ]);
    expect(acceptAnswer(request("INTEGER"), 3, { text: "x" }, context)).toEqual({ kind: "given-up", value: null });
    expect(acceptAnswer(request("EMAIL"), 3, { text: "x" }, context)).toEqual({ kind: "given-up", value: "" });
    expect(acceptAnswer(request("EMAIL", { retries: 1 }), 1, { text: "x" }, context).kind).toBe("given-up");
    expect(acceptAnswer(request("EMAIL", { options: ["a"] }), 3, { text: "x" }, context)).toEqual({
      kind: "given-up",
      value: "",
    });
  });
});

describe("messages", () => {
  test("are in the language of the bot, English where there is none", () => {
    const message = (locale: string): string => {
      const result = acceptAnswer(request("EMAIL"), 1, { text: "x" }, testContext({ locale }));
      return result.kind === "retry" ? result.message : "";
    };
    expect(message("pt-BR")).toContain("e-mail");
    expect(new Set(["en", "pt", "es", "de"].map(message)).size).toBe(4);
    expect(message("ja")).toBe(message("en"));
  });

  test("never repeat the answer", () => {
    const result = acceptAnswer(request("CREDITCARD"), 1, { text: "4111 1111 1111 1112" }, context);
    expect(JSON.stringify(result)).not.toContain("4111");
  });
});

test("a type that needs a service is an error", () => {
  expect(() => answer("LOGIN", "ann")).toThrow(expect.objectContaining({ number: 404 }));
  expect(hearProblem(request("AUTH"))?.message).toContain("LOGIN needs the sign-in service");
  expect(hearProblem(request("PASSWORD"))).toBeNull();
});

describe("a password", () => {
  const secret = answer("PASSWORD", "correct horse");

  test("is sealed: nothing that shows values shows it", () => {
    expect(secret).toBeInstanceOf(SealedText);
    const shown = [toText(secret ?? null, context), toJson([secret ?? null], context), JSON.stringify({ secret })];
    for (const text of [...shown, `${secret}`, inspect(secret)]) expect(text).not.toContain("horse");
  });

  test("equals what was typed, and has no order", () => {
    expect(equals(secret ?? null, "correct horse", context)).toBe(true);
    expect(equals(secret ?? null, new SealedText("correct horse"), context)).toBe(true);
    expect(equals(secret ?? null, "correct hors", context)).toBe(false);
    expect(equals(secret ?? null, MASK, context)).toBe(false);
    expect(compare(secret ?? null, "a", context)).toBeUndefined();
  });

  test("has 8 characters or more", () => {
    expect(answer("PASS", "1234567")).toBeUndefined();
    expect(answer("SECRET", "12345678")).toBeInstanceOf(SealedText);
  });
});

test("every type takes any text in bounded time", () => {
  const types = (Object.keys(HEAR_TYPES) as HearType[]).filter((type) => HEAR_TYPES[type].service === undefined);
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.string({ unit: "binary" }), (as, text) => answer(as, text) !== null),
  );
  const started = performance.now();
  for (const as of HEAR_TYPE_WORDS.filter((word) => types.includes(hearType(word))))
    for (const text of [
      "a".repeat(100_000),
      "1".repeat(1999),
      "1.".repeat(999),
      `${"a.".repeat(120)}@`,
      `a@${"a-".repeat(120)}`,
      " ".repeat(1999),
    ])
      answer(as, text);
  expect(performance.now() - started).toBeLessThan(10_000);
});
