/** Pairs of versions of a script: what goes on, with which values, and what is refused with which words. */
import { describe, expect, it } from "vitest";
import {
  type CompileOptions,
  compile,
  createMachine,
  decodeProgram,
  encodeProgram,
  HANDLER_VARIABLE,
  type Machine,
  moveMachine,
  moveSnapshot,
  type Outcome,
  type Program,
  parse,
  restore,
  toText,
  type Value,
} from "../index.ts";
import { testContext } from "../operations/testing.ts";

const context = testContext();

let count = 0;
function program(source: string, file = "shop.bas", options: Partial<CompileOptions> = {}): Program {
  const { program: made, diagnostics } = compile(parse(source, file).script, { hash: `h${count++}`, ...options });
  if (!made) throw new Error(JSON.stringify(diagnostics));
  // As a release stores it.
  return decodeProgram(encodeProgram(made));
}

/** Runs to the next question, or to the end, and collects what is said. */
function advance(machine: Machine, said: string[]): Outcome {
  for (let i = 0; i < 10_000; i++) {
    const outcome = machine.run(0, 1e6);
    if (outcome.kind !== "effect") return outcome;
    const { text } = outcome.effect.args;
    said.push((Array.isArray(text) ? text : [text ?? null]).map((part) => toText(part, context)).join(""));
    machine.resume(null);
  }
  throw new Error("it does not end");
}

interface Sources {
  [file: string]: string;
}

interface Talk {
  said: string[];
  outcome: Outcome;
}

/** Answers the old version, moves it, and answers the new one. */
function moved(before: string | Sources, after: string | Sources, answers: Value[], rest: Value[]): Talk | string {
  const [old, next] = [before, after].map((sources) => {
    const all = typeof sources === "string" ? { "shop.bas": sources } : sources;
    return Object.entries(all).map(([file, source]) => program(source, file));
  }) as [Program[], Program[]];
  const linking = (programs: Program[]) => (name: string) => programs.find((one) => one.name === name) ?? null;
  const options = { seed: 1, timeZone: "UTC", locale: "en" };
  // The first block for an event, where the script has one, in place of the script's own statements.
  const handler = old[0]!.directives?.[0]?.handler ?? null;
  const variables = handler === null ? {} : { [HANDLER_VARIABLE]: handler };
  const machine = createMachine(old[0]!, { ...options, variables, link: linking(old) });
  const said: string[] = [];
  for (const answer of answers) {
    expect(advance(machine, said).kind).toBe("hear");
    machine.resume(answer);
  }
  expect(advance(machine, said).kind).toBe("hear");
  const kept = machine.snapshot();
  const move = moveSnapshot(old, kept, {
    next: ({ name }) => linking(next)(name),
    programs: old,
    link: linking(next),
  });
  expect(machine.snapshot()).toEqual(kept);
  if (!move.ok) return move.reason;
  const restored = restore(next, move.machine.snapshot(), { link: linking(next) });
  let outcome = advance(restored, said);
  for (const answer of rest) {
    expect(outcome.kind).toBe("hear");
    restored.resume(answer);
    outcome = advance(restored, said);
  }
  return { said, outcome };
}

/** Both versions by lines; `+` stands in the new one only, `-` in the old one only. */
function pair(text: string): [string, string] {
  const lines = text.replace(/^\n/, "").split("\n");
  const version = (gone: string) =>
    lines
      .filter((line) => !line.startsWith(gone))
      .map((line) => line.replace(/^[+-]/, ""))
      .join("\n");
  return [version("+"), version("-")];
}

function goesOn(text: string, answers: Value[], rest: Value[], said: string[]): void {
  const found = moved(...pair(text), answers, rest);
  if (typeof found === "string") throw new Error(found);
  if (found.outcome.kind === "error") throw new Error(found.outcome.error.message);
  expect(found.said).toEqual(said);
}

describe("goes on", () => {
  it("behind a question, with the new statements and the old values", () =>
    goesOn(
      `
+colour = "red"
 name = "Ana"
+' a comment, then blanks

 hear   AGE
-TALK name & " is " & age
+TALK "So " & name & " is " & age & colour
`.replaceAll("\n ", "\n"),
      [],
      ["41"],
      ["So Ana is 41"],
    ));

  const blocks: [string, string, Value[], Value[], string[]][] = [
    [
      "in IF and ELSE",
      "x = 2\nIF x = 1 THEN\nTALK 1\nELSEIF x = 2 THEN\n+TALK 2\nHEAR a\n+TALK a\nELSE\n-HEAR a\n+HEAR b\nEND IF\n+TALK x",
      [],
      ["yes"],
      ["yes", "2"],
    ],
    [
      "in SELECT",
      'x = 3\nSELECT CASE x\n+CASE 9\n+TALK 9\nCASE 1 TO 5\nHEAR a\nTALK a\nEND SELECT\n+TALK "end"',
      [],
      ["yes"],
      ["yes", "end"],
    ],
    [
      "in FOR with numbers",
      '+zz = 1\n+zy = 2\nFOR i = 1 TO 6 STEP 2\nHEAR a\n-TALK i\n+TALK i & ":" & a\nNEXT\n+TALK "end " & zz',
      ["a"],
      ["b", "c"],
      ["1", "3:b", "5:c", "end 0"],
    ],
    [
      "in FOR over a variable of the script, inside of a procedure",
      "SUB s\n+DIM z\nFOR i = 1 TO 3\n+z = 5\nHEAR a\nTALK i & a\nNEXT\nEND SUB\n+q = 1\ns()\nTALK i",
      ["a"],
      ["b", "c"],
      ["1a", "2b", "3c", "4"],
    ],
    [
      "in FOR EACH",
      'l = [1, 2, 3]\n+DIM m(3)\nFOR EACH e IN l\nHEAR a\nTALK e & a\n+TALK "more"\nNEXT',
      ["a"],
      ["b", "c"],
      ["1a", "2b", "more", "3c", "more"],
    ],
    ["in WHILE", "n = 0\n+k = 7\nWHILE n < 2\nHEAR a\nn = n + 1\nWEND\nTALK n\n+TALK k", ["a"], ["b"], ["2", "0"]],
    ["in DO", "n = 0\nDO\n+n = n\nHEAR a\nn = n + 1\nLOOP UNTIL n = 3\nTALK n", ["a"], ["b", "c"], ["3"]],
    [
      "in a FUNCTION that an expression calls, with what that has computed",
      'FUNCTION ask(q)\n+DIM own\n+own = 1\nHEAR a\n-RETURN q & a\n+RETURN q & a & "!"\nEND FUNCTION\n+w = 3\nv = 5\nx = v * 2 & "-" & ask("who ") & "."\nTALK x',
      [],
      ["Ana"],
      ["10-who Ana!."],
    ],
    [
      "in a SUB, when procedures stand in another order",
      'SUB one\n-TALK 1\n+TALK "uno"\nEND SUB\n+SUB new(a, b)\n+END SUB\nSUB two(n)\nHEAR a\none()\nTALK n & a\nEND SUB\ntwo(7)',
      [],
      ["yes"],
      ["uno", "7yes"],
    ],
    [
      "in CATCH and FINALLY",
      'TRY\nx = 1\nTHROW "bad"\nCATCH e\n+z = 1\nHEAR a\nTALK e.message & a\nFINALLY\nHEAR b\n+TALK "fin"\nTALK b\nEND TRY\n+TALK z',
      ["1"],
      ["2"],
      ["bad1", "fin", "2", ""],
    ],
    [
      "with ON ERROR GOTO and RESUME NEXT",
      '+GOTO start\n+other:\n+TALK "never"\n+start:\nON ERROR GOTO handler\nx = 1\nTHROW "bad"\n+TALK "more"\nTALK "after"\nEND\n+late:\nhandler:\n+y = 1\nHEAR a\nTALK a\nRESUME NEXT',
      [],
      ["fix"],
      ["fix", "more", "after"],
    ],
    [
      "with ON ERROR that is still on",
      '+ON ERROR GOTO unused\n+GOTO go\n+unused:\n+TALK "wrong"\n+END\n+go:\nON ERROR GOTO handler\nHEAR a\nTHROW "bad"\nEND\nhandler:\n+TALK "in it"\nTALK 5',
      [],
      ["x"],
      ["in it", "5"],
    ],
    [
      "in a GOSUB inside of loops",
      'FOR i = 1 TO 2\n+z = i\nFOR EACH e IN ["a", "b"]\nGOSUB ask\n+TALK "back"\nNEXT\nNEXT\nEND\n+other:\n+RETURN\nask:\nHEAR a\nTALK i & e & a\nRETURN',
      ["1"],
      ["2", "3", "4"],
      ["1a1", "1b2", "back", "2a3", "back", "2b4", "back"],
    ],
    [
      "with a variable that is a number in one version only",
      'n = 1\nFOR i = 1 TO 2\nn = n + 1\nNEXT\nHEAR a\n+n = n & "x"\nTALK n',
      [],
      ["a"],
      ["3x"],
    ],
    ["with a number that is nothing else any more", '-m = "a"\nm = 4\nHEAR a\nTALK m + 1', [], ["a"], ["5"]],
    ["and forgets what is gone", "x = 1\n-y = 2\nHEAR a\n-TALK y\n+TALK x", [], ["a"], ["1"]],
    [
      "with a text of many lines",
      'n = "Ana"\n+m = 1\nBEGIN TALK\nHi ${n}\nEND TALK\nHEAR a\n+TALK m\nTALK n',
      [],
      ["a"],
      ["Hi Ana", "0", "Ana"],
    ],
    ["at the second of two equal questions", "HEAR a\n+TALK 1\nHEAR a\n+TALK 2", ["x"], ["y"], ["2"]],
    [
      "in a filter that follows its texts",
      'part = "a"\n+f0 = "x=1"\nf = "name=" & part\nHEAR a\nTALK f\n+TALK f0',
      [],
      ["q"],
      ["name=a", ""],
    ],
  ];
  it.each(blocks)("%s", (_, text, answers, rest, said) => goesOn(text, answers, rest, said));

  it("in classic programs: INPUT, READ, typed variables, STATIC", () => {
    const before = 'DEFINT I\nDATA 1, 2, 3\nREAD A, B\nINPUT "N"; N$\nPRINT N$; A; B\nREAD C\nPRINT C\n';
    const after =
      'DEFINT I\nDATA 1, 2, 9\nREAD A, B\nT$ = "new"\nINPUT "N"; N$\nPRINT N$; A; B; T$; Z\nREAD C\nPRINT C\n';
    const text = (talk: Talk | string) => (typeof talk === "string" ? talk : talk.said.join(""));
    expect(text(moved(before, after, [], [["Bo"]]))).toBe("Bo 1  2  0 \n 9 \n");
    expect(text(moved(before, after.replace("1, 2", "7, 2"), [], [["Bo"]]))).toBe(
      "shop.bas, line 4: DATA that READ has taken already was changed.",
    );
  });

  it("through scripts that call each other, each in its own version", () => {
    const child = "PARAM n AS NUMBER\nx = n * 2\nHEAR a\nRETURN x & a\n";
    const main = 'v = 3\nr = CALL "child.bas", v\nTALK r\n';
    const found = moved(
      { "main.bas": main, "child.bas": child },
      { "main.bas": `w = 1\n${main}TALK "end"\n`, "child.bas": child.replace("RETURN x", 'y = "!"\nRETURN y & x') },
      [],
      ["q"],
    );
    expect(found).toMatchObject({ said: ["!6q", "end"] });
  });

  it("in a script that took its caller's place, where the call is the last act as before", () => {
    const child = "HEAR a\nTALK a\n";
    const main = 'TALK "menu"\nCALL "child"\n';
    const after = { "main.bas": `w = 1\n${main}`, "child.bas": `${child}TALK w\nTALK "end"\n` };
    const found = moved({ "main.bas": main, "child.bas": child }, after, [], ["q"]);
    expect(found).toMatchObject({ said: ["menu", "q", "", "end"] });
  });

  it("where only another script of the release has changed", () => {
    const same = program("HEAR a\nTALK a\n");
    const { map: _, ...old } = same;
    const machine = createMachine(old, { seed: 1, timeZone: "UTC", locale: "en" });
    machine.run(0, 1e6);
    expect(moveMachine(machine, { next: () => same }).ok).toBe(true);
  });

  it("with what the host gives new names", () => {
    const old = program("HEAR a\nTALK a\n");
    const next = program('HEAR a\nTALK username & " " & param_limit & a\n');
    const machine = createMachine(old, { seed: 1, timeZone: "UTC", locale: "en" });
    machine.run(0, 1e6);
    const move = moveMachine(machine, { next: () => next, shared: { param_limit: 9 }, variables: { username: "Ana" } });
    if (!move.ok) throw new Error(move.reason);
    move.machine.resume("!");
    const said: string[] = [];
    advance(move.machine, said);
    expect(said).toEqual(["Ana 9!"]);
  });
});

describe("a block for an event goes on", () => {
  const block = 'ON EVENT "paid"\n  x = 4\n  HEAR a\n  TALK a, x\nEND ON\n';
  it("when lines, blocks and procedures before it have changed", () => {
    const before = '+TALK "front"\n+SUB more\n+END SUB\n+ON EVENT "lost"\n+END ON\n-CONST k = 1\n';
    goesOn(before + block, [], ["yes"], ["yes4"]);
  });
  it("each of two with the same words as itself", () => {
    const second = 'ON EVENT "paid"\n-HEAR c\n+TALK "other"\nEND ON\n';
    goesOn(block + second, [], ["yes"], ["yes4"]);
  });
});

describe("is refused", () => {
  const cases: [string, string, string][] = [
    [
      "the statement",
      "-HEAR a\n+HEAR b\nTALK a",
      "line 1: this statement was changed, moved to another block or taken out",
    ],
    [
      "a block",
      "x = 1\n-IF x = 1 THEN\n+IF x < 2 THEN\nHEAR a\nEND IF",
      "line 3: the block around it that begins at shop.bas, line 2 was changed",
    ],
    ["the branch", "x = 2\nIF x = 1 THEN\n+HEAR a\nELSE\n-HEAR a\nEND IF", "line 4: this statement was changed"],
    ["the bounds of a loop", "-FOR i = 1 TO 3\n+FOR i = 1 TO 4\nHEAR a\nNEXT", "the block around it that begins at"],
    [
      "the count of equal statements",
      "HEAR a\n+TALK 1\n+HEAR a",
      "stands twice in the same blocks, where it stood once",
    ],
    ["the procedure", "-SUB s\n+SUB t\nHEAR a\nEND SUB\n-s()\n+t()", "shop.bas, line 4: this statement was changed"],
    [
      "the way out of a FINALLY",
      "SUB s\nTRY\n-EXIT SUB\n+TALK 1\nFINALLY\nHEAR a\nEND TRY\nEND SUB\ns()",
      "line 5, in s: this statement was changed",
    ],
    [
      "what a name means",
      "-DIM f(3)\n+FUNCTION f(x)\n+END FUNCTION\nFUNCTION ask\nHEAR a\nRETURN a\nEND FUNCTION\ny = f(1) & ask()",
      "the names in this statement mean something else now",
    ],
    [
      "the place of a variable",
      "SUB s\n-DIM x\nx = 5\nHEAR a\nTALK x\nEND SUB\nx = 1\ns()",
      "x belonged to the procedure and is the whole script's now",
    ],
    [
      "the type of a value",
      'DIM x\n-x = "text"\n+x = 1\nHEAR a\n+x = x + 1\nTALK x',
      "x holds a value of the type TEXT, and the new version only knows it as a number",
    ],
    [
      "ON ERROR",
      "-ON ERROR GOTO handler\nHEAR a\n-handler:\nTALK 1",
      "ON ERROR GOTO handler, which is on, is no longer in this procedure",
    ],
    [
      "a label of ON ERROR",
      "-ON ERROR GOTO one\n+ON ERROR GOTO two\nHEAR a\n-one:\n+two:\nTALK 1",
      "ON ERROR GOTO one, which is on",
    ],
    ["how a loop counts", 'FOR i = 1 TO 3\nHEAR a\n+i = "x"\nNEXT', "counts or keeps its values in another way now"],
  ];
  it.each(cases)("%s has changed", (_, text, reason) => {
    expect(moved(...pair(text), [], [])).toContain(reason);
  });

  it("a script that took its caller's place, where the caller has more to do now", () => {
    const child = "HEAR a\nTALK a\n";
    const main = 'IF 1 = 1 THEN\nCALL "child"\nEND IF\n';
    const reason = "main.bas, line 2: a script that was called here took this one's place";
    for (const after of [`${main}TALK "after"\n`, main.replace("1 = 1", "2 > 1"), main.replace("child", "other")]) {
      expect(
        moved({ "main.bas": main, "child.bas": child }, { "main.bas": after, "child.bas": child }, [], []),
      ).toContain(reason);
    }
  });

  it("a version with a statement that cannot be understood, unless it was there before", () => {
    expect(moved("HEAR a\nTALK a\n", "HEAR a\nIF (\n", [], [])).toContain(
      "shop.bas, line 2 of the new version: this statement cannot be understood",
    );
    expect(moved("HEAR a\nIF (\n", "x = 1\nHEAR a\nIF (\n", [], ["q"])).toMatchObject({ outcome: { kind: "error" } });
  });

  it("an old or unknown program", () => {
    const next = program("HEAR a\nTALK 1\n");
    const { map: _, ...old } = program("HEAR a\nTALK a\n");
    const waiting = (from: Program) => {
      const machine = createMachine(from, { seed: 1, timeZone: "UTC", locale: "en" });
      machine.run(0, 1e6);
      return machine;
    };
    expect(moveMachine(waiting(old), { next: () => next })).toEqual({
      ok: false,
      reason: "shop.bas was published before scripts could be moved to a new version.",
    });
    expect(moveMachine(waiting(next), { next: () => null })).toMatchObject({
      reason: expect.stringContaining("is not in the new version"),
    });
    expect(moveMachine(waiting(next), { next: () => program("OPTION CLASSIC\nHEAR a\n") }).ok).toBe(false);
    const ready = createMachine(next, { seed: 1, timeZone: "UTC", locale: "en" });
    expect(moveMachine(ready, { next: () => next })).toEqual({
      ok: false,
      reason: "The script does not wait for anything.",
    });
  });

  it("a tool that has another number", () => {
    const tool = (title: string) => `DESCRIPTION "${title}"\nPARAM x AS TEXT\nHEAR a\nTALK x & a\n`;
    const found = moved(tool("One") + tool("Two"), tool("Two") + tool("One"), [], []);
    expect(found).toBe("shop.bas: its tools stand in another order now.");
  });
});
