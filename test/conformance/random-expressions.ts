/** Random expressions over all kinds of values and all operators; each is a text that parses. */
import fc from "fast-check";

export type Writer = (scope: Scope) => string;

/** What may be named at the place of an expression. */
export interface Scope {
  variables: readonly string[];
  /** FUNCTIONs of two parameters that may be called here. */
  functions: readonly string[];
}

const NUMBERS = [
  "0",
  "1",
  "2",
  "-1",
  "3",
  "7",
  "100",
  "0.5",
  "-2.5",
  "0.1",
  "1e15",
  "123456789012",
  "1e-7",
  "9007199254740993",
  "1e308",
  "0x1F",
  "2.675",
];
const TEXTS = [
  "",
  "a",
  "abc",
  "Abc",
  "12",
  "-3.5",
  " 7 ",
  "0",
  "true",
  "no",
  "1e3",
  "3 apples",
  "😀é",
  "a,b,c",
  "2025-03-09",
  "31/12/2024 23:59",
  "b%",
  "A B",
];
const OTHERS = [
  "NULL",
  "TRUE",
  "FALSE",
  "NOW()",
  "TODAY()",
  'CDATE("2024-02-29 13:05:09")',
  "DAYS(2)",
  "[]",
  "{}",
  "[1, 2, 3]",
  '["x", "y"]',
  '{k: 1, s: "t"}',
  "xs",
  "xs[1]",
  "o",
  "o.k",
  "o?.none",
  'o["s"]',
  "g(2)",
  "rows",
  "rows.n",
  "rows[0]",
  "nobody",
  "nobody.n",
  "one",
  "ERR",
  "RND()",
];
const BINARY = [
  "+",
  "-",
  "*",
  "/",
  "\\",
  "MOD",
  "^",
  "&",
  "=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
  "LIKE",
  "IN",
  "CONTAINS",
  "STARTS WITH",
  "ENDS WITH",
  "AND",
  "OR",
  "XOR",
  "EQV",
  "IMP",
  "??",
  "NOT IN",
  "NOT LIKE",
];

/** Calls by the number of their operands; `1` stands for any expression, a text in its place is fixed. */
const CALLS: readonly (readonly [string, ...(string | 1)[]])[] = [
  ["LEN", 1],
  ["UCASE", 1],
  ["LCASE", 1],
  ["TRIM", 1],
  ["STR", 1],
  ["VAL", 1],
  ["TYPEOF", 1],
  ["ISNULL", 1],
  ["ISEMPTY", 1],
  ["ISNUMERIC", 1],
  ["COUNT", "rows"],
  ["UBOUND", 1],
  ["JSON", 1],
  ["ABS", 1],
  ["INT", 1],
  ["FIX", 1],
  ["SGN", 1],
  ["SQR", 1],
  ["CINT", 1],
  ["ROUND", 1, "2"],
  ["ROUND", 1],
  ["CEIL", 1],
  ["REVERSE", 1],
  ["LEFT", 1, "2"],
  ["RIGHT", 1, "2"],
  ["MID", 1, "2"],
  ["MID", 1, "1", "2"],
  ["INSTR", 1, 1],
  ["REPLACE", 1, '"a"', '"bb"'],
  ["SPLIT", 1, '","'],
  ["JOIN", 1, '"-"'],
  ["CONTAINS", 1, 1],
  ["STARTSWITH", 1, 1],
  ["CAPITALIZE", 1],
  ["REPEAT", 1, "2"],
  ["NVL", 1, 1],
  ["IIF", 1, 1, 1],
  ["CHOOSE", "2", 1, 1],
  ["MAX", "LEN(c)", "3"],
  ["MIN", "xs"],
  ["FIRST", 1],
  ["LAST", 1],
  ["FORMAT", 1],
  ["FORMAT", 1, '"#,##0.00"'],
  ["FORMAT", 1, '"0.0%"'],
  ["FORMAT", 1, '"000"'],
  ["FORMAT", 1, '"YYYY-MM-DD"'],
  ["FORMAT", 1, '"dd/MM/yyyy HH:mm"'],
  ["FORMAT", 1, '">"'],
  ["YEAR", 1],
  ["MONTH", 1],
  ["ISDATE", 1],
  ["DATEADD", 1, "1", '"month"'],
  ["SLICE", "xs", 1],
  ["SORT", "xs"],
  ["UNIQUE", "xs"],
  ["SUM", "[1, 2.5, NULL]"],
  ["KEYS", "o"],
  ["RANGE", "1", "3"],
  ["INDEX_OF", "xs", 1],
];
const METHODS = [
  ".length()",
  ".toString()",
  ".trim()",
  ".toUpperCase()",
  ".includes(1)",
  '.indexOf("b")',
  '.split(",")',
  '.replace("a", "z")',
  ".slice(1)",
  '.startsWith("a")',
];
const FIELDS = [".k", ".s", ".length", ".year", ".none", "[0]", "[1]", '["k"]', "?.k", "?.[0]"];
const TESTS = ["IS NULL", "IS NOT NULL", "IS EMPTY", "IS TRUE", "IS NOT FALSE"];

const fixed =
  (text: string): Writer =>
  () =>
    text;

const leaf: fc.Arbitrary<Writer> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.nat(20).map(
      (n): Writer =>
        ({ variables }) =>
          variables[n % variables.length]!,
    ),
  },
  { weight: 4, arbitrary: fc.constantFrom(...NUMBERS).map(fixed) },
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS).map((text) => fixed(`"${text}"`)) },
  { weight: 5, arbitrary: fc.constantFrom(...OTHERS).map(fixed) },
);

/** A quote in a hole may as well close the text around it: what has one stands behind. */
function interpolation(variable: string, inner: string): string {
  return inner.includes('"') ? `("\${${variable}}:" & ${inner})` : `"\${${variable}}-\${ ${inner}}."`;
}

const { expression: any } = fc.letrec<{ expression: Writer }>((tie) => {
  const inner = tie("expression");
  const call = fc.tuple(fc.constantFrom(...CALLS), inner, inner, inner).map(
    ([[name, ...operands], ...given]): Writer =>
      (scope) =>
        `${name}(${operands.map((operand, i) => (operand === 1 ? given[i]!(scope) : operand)).join(", ")})`,
  );
  return {
    expression: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 4, arbitrary: leaf },
      {
        weight: 7,
        arbitrary: fc.tuple(inner, fc.constantFrom(...BINARY), inner).map(
          ([x, op, y]): Writer =>
            (scope) =>
              `(${x(scope)} ${op} ${y(scope)})`,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom("-", "NOT ", "+"), inner).map(
          ([op, x]): Writer =>
            (s) =>
              `(${op}${x(s)})`,
        ),
      },
      { weight: 5, arbitrary: call },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.nat(3), inner).map(
          ([n, x]): Writer =>
            (s) =>
              interpolation(s.variables[n]!, x(s)),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, inner).map(
          ([x, y]): Writer =>
            (s) =>
              `[${x(s)}, ${y(s)}]`,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, inner).map(
          ([x, y]): Writer =>
            (s) =>
              `{k: ${x(s)}, "long key": ${y(s)}}`,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, inner, inner).map(
          ([c, x, y]): Writer =>
            (s) =>
              `(${c(s)} ? ${x(s)} : ${y(s)})`,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, inner, inner).map(
          ([v, x, y]): Writer =>
            (s) =>
              `(${v(s)} BETWEEN ${x(s)} AND ${y(s)})`,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, fc.constantFrom(...TESTS)).map(
          ([x, test]): Writer =>
            (s) =>
              `(${x(s)} ${test})`,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, fc.constantFrom(...METHODS)).map(
          ([x, m]): Writer =>
            (s) =>
              `(${x(s)})${m}`,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, fc.constantFrom(...FIELDS)).map(
          ([x, f]): Writer =>
            (s) =>
              `(${x(s)})${f}`,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.nat(9), inner, inner).map(
          ([n, x, y]): Writer =>
            (s) =>
              s.functions.length > 0
                ? `${s.functions[n % s.functions.length]}(${x(s)}, ${y(s)})`
                : `(${x(s)} & ${y(s)})`,
        ),
      },
    ),
  };
});

export const expression: fc.Arbitrary<Writer> = any;
export const simpleValue: fc.Arbitrary<Writer> = leaf;
