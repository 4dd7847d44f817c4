import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { parseDate } from "../dates/parse.ts";
import { BasicError } from "../errors.ts";
import { object, testContext } from "../operations/testing.ts";
import { toText } from "../operations/text-form.ts";
import { DIM_BOUND, Duration, RecordSet, type Value } from "../values.ts";
import type { FunctionContext } from "./function.ts";
import { FUNCTION_FAMILIES, FUNCTIONS, METHODS } from "./index.ts";

// Property tests take long on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const context = testContext();
const strict = testContext({ strict: true });

function run(name: string, args: Value[], world: FunctionContext = context): Value {
  const found = FUNCTIONS.get(name) ?? METHODS.get(name);
  if (!found) throw new Error(`no function ${name}`);
  expect(args.length).toBeGreaterThanOrEqual(found.min);
  expect(args.length).toBeLessThanOrEqual(found.max);
  return found.call(args, world);
}

const date = (text: string): Value => parseDate(text, context) ?? null;
const text = (name: string, ...args: Value[]): string => toText(run(name, args), context);
const rows = new RecordSet(
  [object({ Name: "Ann", age: 30 }), object({ Name: "Bob", age: 25 }), object({ Name: "Cyd", age: null })],
  ["Name", "age"],
);
const nested = object({ items: [object({ price: 3 })] });

type Row = readonly [string, Value[], Value];

const TEXT: Row[] = [
  ["LEN", ["a😀b"], 3],
  ["LEN", [null], 0],
  ["LENGTH", [[1, 2]], 2],
  ["LEN", [12345], 5],
  ["LEFT", ["a😀bc", 2], "a😀"],
  ["LEFT", ["abc", 9], "abc"],
  ["LEFT", ["abc", -1], ""],
  ["RIGHT", ["ab😀", 1], "😀"],
  ["RIGHT", ["abc", 0], ""],
  ["MID", ["abcdef", 2, 3], "bcd"],
  ["MID", ["abcdef", 3], "cdef"],
  ["MID", ["abc", 9], ""],
  ["MID", [null, 1, 2], ""],
  ["MID", [[1, 2, 3], 0, 2], [1, 2]],
  ["MID$", ["abc", 1, 1], "a"],
  ["INSTR", ["hello", "l"], 3],
  ["INSTR", [4, "hello", "l"], 4],
  ["INSTR", ["hello", ""], 0],
  ["INSTR", ["hello", "x"], 0],
  ["INSTR", ["😀a", "a"], 2],
  ["REPLACE", ["a-b-c", "-", "+"], "a+b+c"],
  ["REPLACE", ["abc", "", "x"], "abc"],
  ["REPLACE", ["aa", "a", "$&"], "$&$&"],
  ["TRIM", ["  a "], "a"],
  ["LTRIM", [" a "], "a "],
  ["RTRIM", [" a "], " a"],
  ["UCASE", ["ação"], "AÇÃO"],
  ["UPPER", [null], ""],
  ["LOWERCASE", ["ABC"], "abc"],
  ["CAPITALIZE", ["hello WORLD"], "Hello World"],
  ["PROPER", ["it's ok"], "It's Ok"],
  ["SPLIT", ["a+b", "+"], ["a", "b"]],
  ["SPLIT", ["", ","], []],
  ["SPLIT", ["a😀", ""], ["a", "😀"]],
  ["JOIN", [["a", 1, null]], "a,1,"],
  ["JOIN", [["a", "b"], ", "], "a, b"],
  ["JOIN", [object({ a: 1, b: object({ name: "x" }), c: [2] }), "|"], "1|x"],
  ["CONTAINS", ["Hello", "ell"], true],
  ["CONTAINS", [[1, 2], 3], false],
  ["STARTSWITH", ["Hello", "He"], true],
  ["ENDSWITH", ["Hello", "LO"], false],
  ["ASC", ["A"], 65],
  ["ASC", ["😀"], 128512],
  ["CHR", [10], "\n"],
  ["CHR$", [128512], "😀"],
  ["SPACE", [3], "   "],
  ["STRING", [3, "xy"], "xxx"],
  ["STRING$", [2, 65], "AA"],
  ["REPEAT", ["ab", 2], "abab"],
  ["REPEAT", ["ab", -1], ""],
  ["REVERSE", ["a😀b"], "b😀a"],
  ["REVERSE", [[1, 2]], [2, 1]],
  ["EXTRACT_BETWEEN", ["a[b]c", "[", "]"], "b"],
  ["EXTRACT_BETWEEN", ["abc", "[", "]"], ""],
  ["EXTRACT_BEFORE", ["a@b", "@"], "a"],
  ["EXTRACT_BEFORE", ["ab", "@"], "ab"],
  ["EXTRACT_AFTER", ["a@b", "@"], "b"],
  ["EXTRACT_AFTER", ["ab", "@"], ""],
  ["URLENCODE", ["a b&ç"], "a%20b%26%C3%A7"],
  ["BASE64", ["olá 😀"], "b2zDoSDwn5iA"],
  ["BASE64_DECODE", ["b2zDoSDwn5iA"], "olá 😀"],
  ["STR", [1.5], "1.5"],
  ["CSTR", [null], ""],
  ["VAL", ["12abc"], 12],
  ["VAL", ["abc"], 0],
  ["VAL", [" -1.5e2x"], -150],
];

const NUMBERS: Row[] = [
  ["ABS", [-3], 3],
  ["ABS", [null], 0],
  ["INT", [-1.5], -2],
  ["FIX", [-1.5], -1],
  ["ROUND", [2.5], 3],
  ["ROUND", [-1.005, 2], -1.01],
  ["CEILING", [1.2], 2],
  ["FLOOR", [1.8], 1],
  ["SQRT", [16], 4],
  ["SGN", [-9], -1],
  ["LOG10", [1000], 3],
  ["POW", [2, 10], 1024],
  ["MOD", [-7, 3], -1],
  ["CINT", [2.5], 2],
  ["CLNG", [3.5], 4],
  ["CDBL", ["3.25"], 3.25],
  ["MAX", [1, 5, 3], 5],
  ["MAX", [[1, 5, 3]], 5],
  ["MAX", [rows, "age"], 30],
  ["MIN", [rows, "age"], 25],
  ["MAX", [["9", "10"]], 10],
  ["MAX", [[]], null],
  ["MAX", [null, 5], 5],
  ["MAX", [null, "age"], null],
  ["SUM", [[1, "2", 3.5]], 6.5],
  ["SUM", [rows, "age"], 55],
  ["SUM", [null], 0],
  ["AVG", [rows, "age"], 27.5],
  ["AVERAGE", [[]], null],
  ["HEX", [255], "FF"],
  ["OCT$", [8], "10"],
];

const LISTS: Row[] = [
  ["UBOUND", [[7, 8]], 2],
  ["UBOUND", [null], 0],
  ["UBOUND", [rows], 3],
  ["UBOUND", [object({ a: 1 })], 1],
  ["UBOUND", ["text"], 0],
  ["LBOUND", [[7]], 0],
  ["COUNT", [rows], 3],
  ["COUNT", [null], 0],
  ["ARRAY", [1, "b"], [1, "b"]],
  ["RANGE", [1, 3], [1, 2, 3]],
  ["RANGE", [3, 1], [3, 2, 1]],
  ["RANGE", [0, 1, 0.5], [0, 0.5, 1]],
  ["SLICE", [[1, 2, 3, 4], 1, 3], [2, 3]],
  ["SLICE", [[1, 2, 3], -2], [2, 3]],
  ["SLICE", [[1, 2, 3], 0, -1], [1, 2]],
  ["TAKE", [[1, 2, 3], 2], [1, 2]],
  ["DROP", [[1, 2, 3], 2], [3]],
  ["HEAD", [[1, 2]], 1],
  ["TAIL", [[1, 2, 3]], [2, 3]],
  ["FLATTEN", [[1, [2, [3]]]], [1, 2, 3]],
  ["CHUNK", [[1, 2, 3], 2], [[1, 2], [3]]],
  ["UNIQUE", [[1, 1, "1", null, null, [2], [2]]], [1, "1", null, [2]]],
  ["SORT", [[3, 1, 2]], [1, 2, 3]],
  ["SORT", [[3, 1, 2], "desc"], [3, 2, 1]],
  ["SORT", [[3, null, 1]], [null, 1, 3]],
  ["INDEX_OF", [["a", "b"], "b"], 1],
  ["INDEX_OF", [[1], 2], -1],
  ["LAST_INDEX_OF", [[1, 2, 1], 1], 2],
  ["CONCAT", [[1], [2], null, 3], [1, 2, 3]],
  ["CONCAT", ["a", 1], "a1"],
  ["FIRST", [[5, 6]], 5],
  ["FIRST", ["Maria da Silva"], "Maria"],
  ["FIRST", [rows, "name"], "Ann"],
  ["LAST", [rows, "name"], "Cyd"],
  ["LAST", [null], null],
  ["KEYS", [object({ b: 1, a: 2 })], ["b", "a"]],
  ["VALUES", [object({ b: 1, a: 2 })], [1, 2]],
  ["KEYS", [rows], ["Name", "age"]],
];

const VALUES: Row[] = [
  ["ISNULL", [null], true],
  ["ISNULL", [""], false],
  ["ISEMPTY", [object({})], true],
  ["EXISTS", [0], true],
  ["ISARRAY", [rows], true],
  ["ISSTRING", ["a"], true],
  ["ISNUMBER", ["1"], false],
  ["IS_NUMERIC", ["1.5"], true],
  ["ISNUMERIC", ["1.5x"], false],
  ["ISBOOL", [false], true],
  ["TYPEOF", [null], "null"],
  ["TYPEOF", [true], "boolean"],
  ["TYPEOF", [5], "integer"],
  ["TYPEOF", [5.5], "double"],
  ["TYPEOF", ["a"], "string"],
  ["TYPEOF", [date("2025-01-31")], "date"],
  ["TYPENAME", [rows], "array"],
  ["TYPEOF", [object({})], "object"],
  ["NVL", [null, 1], 1],
  ["COALESCE", [null, "", 0, 1], 0],
  ["IFNULL", ["", "d"], "d"],
  ["IIF", [0, "a", "b"], "b"],
  ["CHOOSE", [2, "a", "b"], "b"],
  ["CHOOSE", [3, "a", "b"], null],
  ["SWITCH", [2, 1, "one", 2, "two", "other"], "two"],
  ["SWITCH", [9, 1, "one", "other"], "other"],
  ["SWITCH", [9, 1, "one"], null],
  ["JSON", [object({ a: [1] })], '{"a":[1]}'],
  ["JSON_PARSE", ['{"a":[1]}'], object({ a: [1] })],
  ["JSON_GET", [nested, "items[0].price"], 3],
  ["JSON_GET", ['{"a":{"b":2}}', "a.b"], 2],
  ["JSON_GET", [nested, "items[5].price"], null],
  ["CSV", [rows], "Name,age\nAnn,30\nBob,25\nCyd,"],
  [
    "CSV",
    [
      [
        ["a", 'q"'],
        ["b,c", 1],
      ],
    ],
    'a,"q"""\n"b,c",1',
  ],
  [
    "XML",
    [object({ "a b": "<&>", list: [1, 2] })],
    '<?xml version="1.0" encoding="UTF-8"?>\n<root><a_b>&lt;&amp;&gt;</a_b><list><item>1</item><item>2</item></list></root>',
  ],
  ["ERROR", ["x"], object({ error: true, message: "x" })],
  ["IS_ERROR", [object({ message: "x" })], false],
  ["IS_ERROR", [object({ error: true, message: "x" })], true],
  ["GET_ERROR_MESSAGE", [object({ error: true, message: "x" })], "x"],
  ["CBOOL", ["no"], false],
  ["CBOOL", [2], true],
];

const METHOD_ROWS: Row[] = [
  ["trim", [" a "], "a"],
  ["touppercase", ["a"], "A"],
  ["includes", ["abc", "b"], true],
  ["indexof", ["a😀b", "b"], 2],
  ["indexof", [[1, 2], 2], 1],
  ["slice", ["abcdef", 1, 3], "bc"],
  ["length", ["a😀"], 2],
  ["tostring", [5], "5"],
  ["join", [["a", "b"], "-"], "a-b"],
];

describe("tables of annex B", () => {
  test.each(
    [...TEXT, ...NUMBERS, ...LISTS, ...VALUES, ...METHOD_ROWS].map(([name, args, expected], i) => ({
      i,
      name,
      args,
      expected,
    })),
  )("$i $name", ({ name, args, expected }) => expect(run(name, args)).toEqual(expected));
});

test("every function of annex B that is pure is there", () => {
  const names =
    "LEN LENGTH LEFT RIGHT MID INSTR REPLACE TRIM LTRIM RTRIM UCASE UPPER LCASE LOWER LOWERCASE CAPITALIZE PROPER SPLIT JOIN CONTAINS STARTSWITH ENDSWITH ASC CHR SPACE STRING REPEAT REVERSE EXTRACT_BETWEEN EXTRACT_BEFORE EXTRACT_AFTER STR VAL CSTR CINT CLNG CDBL CBOOL CDATE FORMAT FORMAT_TIME FORMAT_DATE URLENCODE BASE64 BASE64_DECODE RANDOM_STRING IS_NUMERIC ISNUMERIC ABS INT FIX ROUND CEIL CEILING FLOOR SQR SQRT SGN EXP LOG LOG10 SIN COS TAN ATN ASIN ACOS PI POWER POW MOD MAX MIN SUM AVG AVERAGE RND RANDOM NOW TODAY TIME TIMER TIMESTAMP NOW_UTC YEAR MONTH DAY HOUR MINUTE SECOND WEEKDAY DATEADD DATEDIFF DATEVALUE TIMEVALUE EOMONTH ISDATE DAYS HOURS MINUTES SECONDS WEEKS DAYS_BETWEEN HOURS_BETWEEN MINUTES_BETWEEN SECONDS_BETWEEN ADD_DAYS ADD_HOURS ADD_MONTHS UBOUND LBOUND COUNT SIZE ARRAY RANGE APPEND PUSH POP SHIFT UNSHIFT PREPEND SLICE TAKE DROP HEAD TAIL FLATTEN CHUNK BATCH UNIQUE DISTINCT SORT INDEX_OF LAST_INDEX_OF CONCAT FIRST LAST KEYS VALUES FILTER MAP ISNULL ISEMPTY ISARRAY ISSTRING ISNUMBER ISBOOL TYPEOF TYPENAME NVL COALESCE IFNULL IF IIF CHOOSE SWITCH EXISTS GUID UUID JSON TOJSON JSON_STRINGIFY JSON_PARSE PARSE_JSON CSV XML PARSE_CSV JSON_GET";
  expect(names.split(" ").filter((name) => !FUNCTIONS.has(name) || !FUNCTIONS.has(`${name}$`))).toEqual([]);
  const methods =
    "length size push pop shift unshift slice splice join reverse sort includes indexOf trim toUpperCase toLowerCase startsWith endsWith replace split toString keys values";
  expect(methods.split(" ").filter((name) => !METHODS.has(name.toLowerCase()))).toEqual([]);
});

test("no function breaks on NULL or on a wrong type: it answers or raises an error of the language", () => {
  // Made anew for each call: some functions change their list.
  const values = (): Value[] => [
    null,
    "",
    "abc",
    -1,
    1e300,
    true,
    [],
    [null],
    object({ a: 1 }),
    new RecordSet([object({ a: 1 })], ["a"]),
    new RecordSet([], []),
    date("2025-01-31"),
    new Duration(5),
  ];
  const count = values().length;
  for (const world of [context, strict]) {
    for (const found of Object.values(FUNCTION_FAMILIES).flat()) {
      for (let i = 0; i < count * count; i++) {
        const a = values()[i % count] ?? null;
        const b = values()[Math.floor(i / count)] ?? null;
        const args = [a, b, a, b].slice(0, Math.min(Math.max(found.min, 2), found.max));
        try {
          expect(found.call(args, world)).not.toBeUndefined();
        } catch (error) {
          if (!(error instanceof BasicError))
            throw new Error(`${found.name}(${JSON.stringify(args)}): ${String(error)}`);
        }
      }
    }
  }
});

test("REVERSE keeps every character of a long text whole", () => {
  const long = "ab😀".repeat(10_000);
  expect(run("REVERSE", [long]) === Array.from(long).reverse().join("")).toBe(true);
});

test("where the bot writes the month first, every function reads so", () => {
  const world = testContext({ dayFirst: false });
  expect(run("MONTH", ["3/4/2025"], world)).toBe(3);
  expect(run("MONTH", ["3/4/2025"])).toBe(4);
});

test("work is charged by size", () => {
  const long = "x".repeat(100_000);
  for (const [name, args] of [
    ["UCASE", [long]],
    ["REPLACE", [long, "x", "yy"]],
    ["SPLIT", [long, ""]],
    ["SORT", [Array.from({ length: 5000 }, (_, i) => i)]],
    ["REPEAT", ["x", 100_000]],
    ["INSTR", [long, "y"]],
    ["JOIN", [Array.from({ length: 50_000 }, () => "x")]],
  ] as const) {
    const watched = testContext();
    run(name, [...args], watched);
    expect([name, watched.charged.units > 500]).toEqual([name, true]);
  }
});

describe("limits and domains", () => {
  test.each<[string, Value[], number]>([
    ["REPEAT", ["x".repeat(1000), 100_000], 14],
    ["SPACE", [1e9], 14],
    ["SPLIT", ["x".repeat(1_100_000), ""], 14],
    ["SPLIT", [",".repeat(1_100_000), ","], 14],
    ["REPLACE", ["x".repeat(100_000), "x", "y".repeat(1000)], 14],
    ["RANGE", [1, 1e9], 14],
    ["CHR", [0xd800], 5],
    ["EXP", [1000], 6],
    ["BASE64_DECODE", ["%%%"], 5],
    ["POP", ["abc"], 13],
    ["DATEADD", ["2025-01-31", 1, "fortnight"], 5],
    ["FILTER", [[1], "a=1"], 13],
    ["FILTER", [[], "a ="], 93],
  ])("%s is refused with error %#", (name, args, number) =>
    expect(() => run(name, args)).toThrow(expect.objectContaining({ number })),
  );

  test("outside its domain a function has no value, and error 5 in strict mode (2.1)", () => {
    for (const [name, value] of [
      ["SQR", -1],
      ["LOG", 0],
      ["ASIN", 2],
    ] as const) {
      expect(run(name, [value])).toBeNull();
      expect(() => run(name, [value], strict)).toThrow(expect.objectContaining({ number: 5 }));
    }
  });
});

describe("lists that change", () => {
  test("PUSH changes the list and returns it; POP and SHIFT take elements off", () => {
    const list: Value[] = [1];
    expect(run("PUSH", [list, 2])).toBe(list);
    run("UNSHIFT", [list, 0]);
    expect(list).toEqual([0, 1, 2]);
    expect([run("POP", [list]), run("SHIFT", [list]), list]).toEqual([2, 0, [1]]);
    expect(run("POP", [[]])).toBeNull();
    expect(run("APPEND", [null, "x"])).toEqual(["x"]);
  });

  test("as in JavaScript the methods push, splice, sort and reverse work in place", () => {
    const list: Value[] = [3, 1];
    expect(run("push", [list, 2])).toBe(3);
    run("sort", [list]);
    expect(list).toEqual([1, 2, 3]);
    run("reverse", [list]);
    expect(list).toEqual([3, 2, 1]);
    expect(run("splice", [list, 1, 1, "x"])).toEqual([2]);
    expect(list).toEqual([3, "x", 1]);
  });

  test("the functions SORT and REVERSE give a new list", () => {
    const list = [2, 1];
    run("SORT", [list]);
    run("REVERSE", [list]);
    expect(list).toEqual([2, 1]);
  });

  test("UBOUND of a DIM array is its declared bound (2.9)", () => {
    const list: Value[] = [null, null, null, null, null, null];
    Object.defineProperty(list, DIM_BOUND, { value: 5 });
    expect(run("UBOUND", [list])).toBe(5);
    expect(run("COUNT", [list])).toBe(6);
  });
});

describe("rows", () => {
  test("SORT by a column keeps a record set", () => {
    const sorted = run("SORT", [rows, "age", "desc"]);
    expect(sorted).toBeInstanceOf(RecordSet);
    expect(run("MAP", [sorted, "name"])).toMatchObject({
      rows: [object({ name: "Ann" }), object({ name: "Bob" }), object({ name: "Cyd" })],
    });
  });

  test("FILTER and MAP (3.9)", () => {
    expect(text("FILTER", rows, "age > 26")).toBe('{"Name":"Ann","age":30}');
    expect(text("MAP", rows.rows.slice(0, 1), "Name -> who, age")).toBe('[{"who":"Ann","age":30}]');
  });

  test("PARSE_CSV detects the separator and types whole columns (3.9)", () => {
    const parsed = run("PARSE_CSV", ['\ufeffid;name;ok;zip\n1; "A;nn" ;true;01310\n2;;false;90210\n']);
    expect(text("JSON", parsed)).toBe(
      '[{"id":1,"name":"A;nn","ok":true,"zip":"01310"},{"id":2,"name":null,"ok":false,"zip":"90210"}]',
    );
    expect(text("JSON", run("PARSE_CSV", ["a,a\n1,2"]))).toBe('{"a":1,"a_2":2}');
  });

  test("CSV and PARSE_CSV are inverse for texts", () => {
    const cell = fc
      .string({ minLength: 1 })
      .filter(
        (s) => s.trim() === s && !/^(?:true|false|-?[\d.]+)$/i.test(s) && !/^["\ufeff]/.test(s) && !s.includes("\0"),
      );
    fc.assert(
      fc.property(fc.array(fc.record({ a: cell, b: cell }), { minLength: 1, maxLength: 5 }), (data) => {
        const parsed = run("PARSE_CSV", [run("CSV", [data.map((row) => object(row))])]);
        expect(parsed instanceof RecordSet ? parsed.rows.map((row) => ({ ...row })) : null).toEqual(data);
      }),
    );
  });
});

describe("randomness (5.7)", () => {
  test("stays in its bounds", () => {
    for (let i = 0; i < 200; i++) {
      const die = run("RANDOM", [1, 6]);
      expect(die === 1 || die === 2 || die === 3 || die === 4 || die === 5 || die === 6).toBe(true);
      expect([0, 1, 2]).toContain(run("RANDOM", [3]));
    }
    expect(run("RND", [])).toSatisfy((n: number) => n >= 0 && n < 1);
  });

  test("UUIDs are of version 4", () =>
    expect(run("UUID", [])).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
});
