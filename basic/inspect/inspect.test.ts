/** Where a script is and what its variables hold, at a HEAR, at an effect and between two statements. */
import { describe, expect, it } from "vitest";
import { compile, createMachine, inspect, type Machine, parse, restore, StatementFinder } from "../index.ts";
import { BasicDate, newObject, RecordSet, SealedText, type Value } from "../values.ts";
import { preview } from "./preview.ts";

const CHILD = "PARAM n AS NUMBER\nx = n * 2\nHEAR child\nRETURN x\n";
const MAIN = `total = 3
name = "Ana"
FUNCTION ask(question)
  DIM local
  local = question & "!"
  HEAR answer
  RETURN answer
END FUNCTION
FOR i = 1 TO 2
  total = total + i
NEXT
secret = pw
first = ask("Who")
TALK first
again = CALL "child.bas", total
`;

function program(source: string, file: string) {
  const { program: made, diagnostics } = compile(parse(source, file).script, { hash: file });
  if (!made) throw new Error(JSON.stringify(diagnostics));
  return made;
}

function start(source = MAIN): Machine {
  const child = program(CHILD, "child.bas");
  const variables: Record<string, Value> = { pw: new SealedText("hunter2") };
  const link = (name: string) => (name === "child" ? child : null);
  return createMachine(program(source, "main.bas"), { seed: 1, timeZone: "UTC", locale: "en", variables, link });
}

const shown = (list: { name: string; value: string }[]) =>
  Object.fromEntries(list.map(({ name, value }) => [name, value]));

describe("inspect", () => {
  it("shows place, frames and variables at a HEAR inside of a function", () => {
    const machine = start();
    expect(machine.run(0, 1e6).kind).toBe("hear");
    const seen = inspect(machine);
    expect([seen.file, seen.line, seen.status]).toEqual(["main.bas", 6, "waiting"]);
    expect(seen.frames.map(({ name, line }) => [name, line])).toEqual([
      ["ask", 6],
      ["main", 13],
    ]);
    expect(seen.frames[0]?.variables).toEqual([
      { name: "question", type: "TEXT", value: '"Who"' },
      { name: "local", type: "TEXT", value: '"Who!"' },
    ]);
    expect(seen.variables).toEqual(seen.frames[1]?.variables);
    expect(shown(seen.variables)).toMatchObject({
      total: "6",
      name: '"Ana"',
      i: "3",
      secret: "••••••••",
      first: "NULL",
    });
    expect(JSON.stringify(seen)).not.toContain("hunter2");
  });

  it("shows a called script with the variables of its own", () => {
    const machine = start();
    machine.run(0, 1e6);
    machine.resume("Bo");
    machine.run(0, 1e6);
    machine.resume(null);
    expect(machine.run(0, 1e6).kind).toBe("hear");
    const seen = inspect(machine);
    expect(seen.frames.map(({ name, file, line }) => [name, file, line])).toEqual([["child", "child.bas", 3]]);
    expect(shown(seen.variables)).toEqual({ n: "6", x: "12", child: "NULL" });
  });

  it("does not change the machine", () => {
    const machine = start();
    machine.run(0, 1e6);
    const before = machine.snapshot();
    inspect(machine);
    expect(machine.snapshot()).toEqual(before);
    const again = restore(program(MAIN, "main.bas"), before);
    expect(inspect(again)).toEqual(inspect(machine));
  });

  it("bounds what it shows", () => {
    const many = Array.from({ length: 150 }, (_, i) => `v${i} = ${i % 2 === 0 ? "NULL" : `"${"x".repeat(300)}"`}`);
    const machine = start(`${many.join("\n")}\nHEAR a\n`);
    machine.run(0, 1e6);
    const { variables, moreVariables, frames } = inspect(machine);
    expect([variables.length, moreVariables, frames[0]?.more]).toEqual([100, 51, 51]);
    expect(variables[0]).toEqual({ name: "v1", type: "TEXT", value: `"${"x".repeat(198)}…` });
  });
});

describe("preview", () => {
  const show = (value: Value) => preview(value, "America/Sao_Paulo");
  it("of each kind", () => {
    const row = newObject([["id", 7]]);
    expect(show([1, "a", null, true])).toBe('[1, "a", NULL, TRUE]');
    expect(show(new RecordSet([row, row], ["id"]))).toBe('[{ "id": 7 }, { "id": 7 }]');
    expect(show(new BasicDate(0))).toContain("1969-12-31");
    expect(show(newObject([["pw", new SealedText("hunter2")]]))).toBe('{ "pw": •••••••• }');
  });
  it("of large, deep and circular values takes no time", () => {
    const circle: Value[] = [];
    circle.push(circle);
    expect(show(circle)).toBe("[[[[…]]]]");
    const large = new Array<Value>(1_000_000).fill("😀😀😀");
    const began = performance.now();
    for (let i = 0; i < 1000; i++) expect(show(large).length).toBeLessThanOrEqual(200);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe("runStatement", () => {
  const lines = (source: string, answers: Value[] = []): number[] => {
    const machine = start(source);
    const seen: number[] = [];
    for (let i = 0; i < 1000; i++) {
      const outcome = machine.runStatement(0);
      if (outcome.kind === "done") return seen;
      if (outcome.kind === "error") throw new Error(outcome.error.message);
      seen.push(outcome.kind === "preempted" ? inspect(machine).line : -inspect(machine).line);
      if (outcome.kind !== "preempted") machine.resume(answers.shift() ?? null);
    }
    throw new Error("it does not end");
  };

  it("stops at each statement once, also at those on one line", () => {
    expect(lines('a = 1: b = 2\nIF a = 1 THEN\n  c = 3\nEND IF\nx = "${a +\n b}"\nd = 4\n')).toEqual([
      1, 1, 2, 3, 5, 7,
    ]);
  });
  it("comes by a loop's head each round, also of an empty one", () => {
    expect(lines("FOR i = 1 TO 3\n  a = i\nNEXT\n")).toEqual([1, 2, 1, 2, 1, 2, 1]);
    expect(lines("FOR i = 1 TO 3\nNEXT\n")).toEqual([1, 1, 1, 1]);
    expect(lines("i = 0\nWHILE i < 2\n  i = i + 1\nWEND\n")).toEqual([1, 2, 3, 2, 3, 2]);
  });
  it("goes into procedures and stops at effects, and behind an answer", () => {
    expect(lines("SUB s\n  TALK 1\nEND SUB\ns\nHEAR a\nb = 1\n")).toEqual([4, 2, -2, 5, -5, 6]);
  });
});

describe("StatementFinder", () => {
  it("finds the statement at a place, of a block its head", () => {
    const finder = new StatementFinder(
      'a = 1: TALK "x ${a}"\r\nIF a THEN\r\n  b = [1,\r\n 2]\r\nEND IF\r\nSUB s\r\nHEAR q\r\nEND SUB',
      "a.bas",
    );
    expect(finder.at(1, 1)?.text).toBe("a = 1");
    expect(finder.at(1, 17)?.text).toBe('TALK "x ${a}"');
    expect(finder.at(2, 1)?.text).toBe("IF a THEN");
    expect(finder.at(4, 2)).toMatchObject({ text: "b = [1,\n 2]", line: 3, endLine: 4 });
    expect(finder.at(7, 1)?.text).toBe("HEAR q");
    expect(finder.at(99, 1)).toBeNull();
  });
});
