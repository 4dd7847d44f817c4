/**
 * Random scripts through the whole language, as an arbitrary of fast-check that makes failing ones smaller. They are
 * valid and they end: every loop has few rounds, procedures only call those before them.
 */
import fc from "fast-check";
import { expression, type Scope, simpleValue, type Writer } from "./random-expressions.ts";

const VARIABLES = ["a", "b", "c", "total"];
const LOCALS = ["x", "n", "k"];
const MAX_STATEMENTS = 30;
const MAX_LOOPS = 2;
const ANSWERS = [
  "one",
  "2",
  "3.5",
  "yes",
  "2025-03-09",
  "",
  "1.234,50",
  "Ann Lee",
  "x@example.com",
  "9:05",
  "skip",
  "Red",
];
/** A HEAR without an answer would end the script. */
const INPUTS = Array.from({ length: 60 }, (_, i) => `' input: ${ANSWERS[(i * 7) % ANSWERS.length]}`);
const TABLE = `' table t: [{"n": 1, "s": "one"}, {"n": 2, "s": "Two"}, {"n": 3, "s": null}]`;
const HEADS = [
  "DIM g(3)",
  "xs = [1, 2, 3]",
  'o = {k: 1, s: "t"}',
  'rows = FIND "t"',
  'one = FIND "t", "n = 2"',
  'nobody = FIND "t", "n = 9"',
];

/** What is known at the place of a statement. */
interface Place extends Scope {
  inProcedure: boolean;
  inSubroutine: boolean;
  /** Words of EXIT and CONTINUE for the loops around it, innermost last. */
  loops: readonly string[];
  shared: Shared;
}

/** Of the whole body: script or procedure. */
interface Shared {
  serial: number;
  count: number;
  subroutines: string[][];
  trap: boolean;
}

type Lines = (place: Place) => string[];

const line =
  (write: (place: Place) => string): Lines =>
  (place) => [write(place)];
const fixed =
  (...lines: string[]): Lines =>
  () =>
    lines;
const pick = (n: number, of: readonly string[]) => of[n % of.length]!;
const target = fc.nat(20);

/** What is put into a list or an object: never one that may hold it in turn. */
const flat = (value: string) =>
  [`(${value} & "")`, `[TYPEOF(${value})]`, `{k: LEN(${value})}`, `(${value} = a)`, `ROUND(VAL(${value}), 3)`][
    value.length % 5
  ]!;

function simple(e: fc.Arbitrary<Writer>): fc.Arbitrary<Lines> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(e, simpleValue).map(([x, y]) => line((p) => `TALK ${x(p)}, " ", ${y(p)}`)) },
    { weight: 5, arbitrary: fc.tuple(target, e).map(([n, x]) => line((p) => `${pick(n, p.variables)} = ${x(p)}`)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(target, fc.constantFrom("+=", "-=", "*=", "/=", "&="), e)
        .map(([n, op, x]) => line((p) => `${pick(n, p.variables)} ${op} ${x(p)}`)),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            "xs[0]",
            "xs[4]",
            "xs[a]",
            "o.k",
            "o.fresh",
            'o["s"]',
            "g(1)",
            "g(5)",
            "rows.n",
            "rows[1].s",
            "nobody.n",
            "deep.a.b",
            "deep.list[1]",
            "c.k",
            "b[1]",
          ),
          fc.constantFrom("=", "=", "+=", "&="),
          e,
        )
        .map(([place, op, x]) => line((p) => `${place} ${op} ${flat(x(p))}`)),
    },
    { weight: 1, arbitrary: e.map((x) => line((p) => `PUSH(xs, ${flat(x(p))})`)) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(
          "xs.pop()",
          "xs.sort()",
          "xs.reverse()",
          "REDIM PRESERVE g(4)",
          "CONST LIMIT = 3",
          "CLEAR ERROR",
          "TALK ERR, ERL, LEN(ERROR MESSAGE) > 0",
          'SET BOT MEMORY "m", xs',
          'a = GET BOT MEMORY "m"',
        )
        .map((text) => fixed(text)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          target,
          fc.constantFrom(
            "",
            " AS INTEGER",
            " AS NUMBER DEFAULT 4",
            " AS BOOLEAN RETRIES 1",
            " AS DATE",
            " AS EMAIL",
            " AS MONEY",
            " AS HOUR",
            " AS NAME",
            ' AS "Red", "Blue", *',
            ' WITH "again?"',
          ),
        )
        .map(([n, how]) => line((p) => `HEAR ${pick(n, p.variables)}${how}`)),
    },
    { weight: 1, arbitrary: e.map((x) => line((p) => `ASSERT ${x(p)}, "asserted"`)) },
    {
      weight: 1,
      arbitrary: fc.tuple(e, fc.boolean()).map(
        ([x, bare]): Lines =>
          (p) =>
            bare
              ? ["WITH o", `k = ${x(p)}`, "s = k", "END WITH"]
              : ["WITH o", `.k = ${flat(x(p))}`, '.s = .k & "w"', "END WITH"],
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom("n > 1", 's = "two"', "s IS NULL", "n IN (1, 3)", 's LIKE "O*"', "NOT n = 2"),
          fc.constantFrom("", " ORDER BY n DESC", " LIMIT 1", " FIRST"),
        )
        .map(([where, tail]) => fixed(`rows = FIND "t" WHERE ${where}${tail}`)),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(
          `FILTER(rows, "n >= 2")`,
          `FILTER(rows, "s=one OR s=Two ORDER BY n DESC LIMIT 1")`,
          `MAP(rows, "n -> m, s")`,
          `SORT(rows, "n", "desc")`,
          `SUM(rows, "n")`,
        )
        .map((text) => fixed(`TALK JSON(${text})`)),
    },
  );
}

const { block } = fc.letrec<{ block: Lines; statement: Lines }>((tie) => {
  const inner = tie("block") as fc.Arbitrary<Lines>;
  const e = expression;
  const loop =
    (words: string, write: (n: number, p: Place) => [string[], string[]]) =>
    (body: Lines, way: number): Lines =>
    (p) => {
      if (p.loops.length >= MAX_LOOPS) return body(p);
      const n = ++p.shared.serial;
      const [head, tail] = write(n, p);
      const out = [
        "",
        "",
        "",
        `IF ${pick(way, p.variables)} = ${way} THEN EXIT ${words}`,
        `IF ${pick(way, p.variables)} THEN CONTINUE ${words}`,
        "IF total > 2 THEN BREAK",
      ][way % 6]!;
      return [...head, ...body({ ...p, loops: [...p.loops, words] }), ...(out === "" ? [] : [out]), ...tail];
    };
  const way = fc.nat(11);
  return {
    block: fc.array(tie("statement") as fc.Arbitrary<Lines>, { minLength: 1, maxLength: 4 }).map(
      (items): Lines =>
        (p) =>
          items
            .flatMap((item) => (++p.shared.count > MAX_STATEMENTS ? [] : item(p)))
            .concat(items.length === 0 ? ["TALK 0"] : []),
    ),
    statement: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 10, arbitrary: simple(e) },
      {
        weight: 3,
        arbitrary: fc.tuple(e, inner, e, inner, inner).map(
          ([c, x, d, y, z]): Lines =>
            (p) => [`IF ${c(p)} THEN`, ...x(p), `ELSEIF ${d(p)} THEN`, ...y(p), "ELSE", ...z(p), "END IF"],
        ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(e, e, e)
          .map(([c, x, y]) => line((p) => `IF ${c(p)} THEN TALK ${x(p)} ELSE total = ${y(p)}`)),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(e, inner, fc.boolean()).map(
          ([c, x, isBlock]): Lines =>
            (p) =>
              isBlock
                ? [`IF ${c(p)} THEN`, ...x(p), "IF a THEN EXIT IF", 'TALK "stays"', "END IF"]
                : [`IF ${c(p)} THEN`, ...x(p), "END IF"],
        ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom("1 TO 3", "3 TO 1 STEP -1", "0 TO 1 STEP 0.5", '"1" TO "2"', "2 TO 1", "a TO a + 1"),
            inner,
            way,
          )
          .map(([range, body, w]) => loop("FOR", (n) => [[`FOR i${n} = ${range}`], ["NEXT"]])(body, w)),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.oneof(
              fc
                .constantFrom(
                  "xs",
                  "rows",
                  "o",
                  '"héé"',
                  "[3, 2, 1] LAST 2",
                  "SLICE(xs, 0, 2) FIRST 1",
                  "NULL",
                  "{p: [1], q: {}}",
                )
                .map(
                  (text): Writer =>
                    () =>
                      text,
                ),
              e,
            ),
            inner,
            way,
          )
          .map(([list, body, w]) =>
            loop("FOR", (n, p) => [[`FOR EACH e${n} IN ${list(p)}`], [`TALK "last ", e${n}`, "NEXT"]])(body, w),
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(inner, way)
          .map(([body, w]) =>
            loop("WHILE", (n) => [[`w${n} = 0`, `WHILE w${n} < 3`, `w${n} = w${n} + 1`], ["WEND"]])(body, w),
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(inner, way)
          .map(([body, w]) =>
            loop("DO", (n) => [[`d${n} = 0`, "DO", `d${n} = d${n} + 1`], [`LOOP UNTIL d${n} >= 2`]])(body, w),
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(inner, way)
          .map(([body, w]) =>
            loop("DO", (n) => [[`u${n} = 2`, `DO UNTIL u${n} <= 0`, `u${n} = u${n} - 1`], ["LOOP"]])(body, w),
          ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(e, e, e, e, inner, inner, inner).map(
          ([subject, v, low, rel, x, y, z]): Lines =>
            (p) => [
              `SELECT CASE ${subject(p)}`,
              `CASE ${v(p)}, "t"`,
              ...x(p),
              `CASE ${low(p)} TO 9`,
              ...y(p),
              `CASE IS > ${rel(p)}`,
              ...z(p),
              "CASE ELSE",
              'TALK "else"',
              "END SELECT",
            ],
        ),
      },
      {
        weight: 3,
        arbitrary: fc.tuple(inner, inner, inner, fc.nat(5)).map(
          ([x, y, z, how]): Lines =>
            (p) => {
              const name = ++p.shared.serial;
              const tried = x(p);
              const hasCatch = how !== 3 && how !== 4;
              const said = `TALK "caught ", err${name}.number, " ", err${name}.line`;
              const caught = hasCatch ? [`CATCH err${name}`, said, ...(how < 4 ? y(p) : [])] : [];
              if (how === 0) return ["TRY", ...tried, ...caught, "END TRY"];
              const last = how === 1 || how === 3 ? z(p) : ['TALK "finally"'];
              return ["TRY", ...tried, ...caught, "FINALLY", ...last, "END TRY"];
            },
        ),
      },
      {
        weight: 2,
        arbitrary: fc.nat(4).map(
          (n): Lines =>
            (p) => {
              if (n < 2) return ["ON ERROR RESUME NEXT"];
              if (n === 2) return ["ON ERROR GOTO 0"];
              p.shared.trap = true;
              return ["ON ERROR GOTO trap"];
            },
        ),
      },
      {
        weight: 1,
        arbitrary: inner.map(
          (body): Lines =>
            (p) => {
              if (p.shared.subroutines.length >= 2) return body(p);
              const n = ++p.shared.serial;
              p.shared.subroutines.push([]);
              const at = p.shared.subroutines.length - 1;
              p.shared.subroutines[at] = [
                `sub${n}:`,
                ...body({ ...p, loops: [], inSubroutine: true }),
                `TALK "sub ${n}"`,
                "RETURN",
              ];
              return [`GOSUB sub${n}`];
            },
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(inner, fc.boolean()).map(
          ([body, back]): Lines =>
            (p) => {
              const n = ++p.shared.serial;
              const lines = body(p);
              if (!back) return [`GOTO past${n}`, 'TALK "never"', `past${n}:`, ...lines];
              return [`j${n} = 0`, `back${n}:`, `j${n} = j${n} + 1`, ...lines, `IF j${n} < 2 THEN GOTO back${n}`];
            },
        ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(e, e, fc.nat(5)).map(([c, v, n]) => line((p) => `IF ${c(p)} THEN ${wayOut(p, n, v)}`)),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.nat(9), e, e)
          .map(([n, x, y]) =>
            line((p) => (p.functions.length > 0 ? `CALL ${pick(n, p.functions)}(${x(p)}, ${y(p)})` : `TALK ${x(p)}`)),
          ),
      },
    ),
  };
});

function wayOut(p: Place, n: number, value: Writer): string {
  // A RETURN would be that of the GOSUB, or leave FINALLY blocks around it.
  if (p.inSubroutine) return ["EXIT", 'THROW "in a subroutine"'][n % 2]!;
  const ways = [
    'THROW "thrown"',
    `THROW {number: 70, message: ${value(p)}}`,
    `THROW ${value(p)}`,
    "EXIT",
    `RETURN ${value(p)}`,
    p.inProcedure ? "EXIT FUNCTION" : "END",
  ];
  return ways[n]!;
}

function body(lines: Lines, place: Omit<Place, "shared" | "loops">, end: string): string[] {
  const shared: Shared = { serial: 0, count: 0, subroutines: [], trap: false };
  const main = lines({ ...place, loops: [], shared });
  const tail = [end];
  for (const subroutine of shared.subroutines) tail.push(...subroutine);
  if (shared.trap)
    tail.push(
      "trap:",
      'TALK "trapped ", ERR, " ", ERL',
      "tries = tries + 1",
      "IF tries = 1 THEN RESUME",
      "RESUME NEXT",
    );
  return [...main, ...tail];
}

interface Parts {
  procedures: { lines: Lines; result: Writer }[];
  main: Lines;
  isStrict: boolean;
  /** ON ERROR RESUME NEXT at the head, so that more than the first error is seen. */
  goesOn: boolean;
}

function write({ procedures, main, isStrict, goesOn }: Parts): string {
  const names: string[] = [];
  const written = procedures.flatMap(({ lines, result }, i) => {
    const place = {
      variables: [...VARIABLES, ...LOCALS],
      functions: [...names],
      inProcedure: true,
      inSubroutine: false,
    };
    const text = body(lines, place, `RETURN ${result(place)}`);
    names.push(`p${i}`);
    return [`FUNCTION p${i}(x, y)`, "LOCAL n, k", ...text, "END FUNCTION"];
  });
  const place = { variables: VARIABLES, functions: names, inProcedure: false, inSubroutine: false };
  const lines = body(main, place, 'TALK "end ", a, b, c, total, xs, o, g(1)\nEND');
  const comments = [
    ...INPUTS,
    TABLE,
    `' limits: {"maxTextLength": 3000, "maxLoopIterations": 50}`,
    ...(isStrict ? ["' strict"] : []),
  ];
  // Comments stand behind, so that lines are counted from the program's first.
  const head = goesOn ? [...HEADS, "ON ERROR RESUME NEXT"] : HEADS;
  return [...head, ...written, ...lines, ...comments].join("\n");
}

export const randomProgram: fc.Arbitrary<string> = fc
  .record({
    procedures: fc.array(fc.record({ lines: block as fc.Arbitrary<Lines>, result: expression }), { maxLength: 2 }),
    main: fc.array(block as fc.Arbitrary<Lines>, { minLength: 1, maxLength: 3 }).map(
      (blocks): Lines =>
        (p) =>
          blocks.flatMap((b) => b(p)),
    ),
    isStrict: fc.nat(5).map((n) => n === 5),
    goesOn: fc.boolean(),
  })
  .map(write);
