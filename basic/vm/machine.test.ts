/** The machine's own contract: outcomes, answers, errors, budgets, variables. */
import { describe, expect, it } from "vitest";
import { compile, createMachine, type MachineOptions, type Program, parse, restore } from "../index.ts";

function programOf(source: string, file = "main.bas"): Program {
  const { program, diagnostics } = compile(parse(source, file).script, { hash: file });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  return program;
}

function machineOf(source: string, options: Partial<MachineOptions> = {}) {
  return createMachine(programOf(source), { seed: 1, timeZone: "UTC", locale: "en", ...options });
}

describe("outcomes", () => {
  it("hand an effect over with named operands and its line", () => {
    const outcome = machineOf('x = 1\nSET BOT MEMORY "k", [x]\n').run(0, 1000);
    expect(outcome).toEqual({
      kind: "effect",
      effect: { keyword: "SET BOT MEMORY", args: { key: "k", value: [1] }, line: 2 },
    });
  });

  it("repeat the request until it is answered", () => {
    const machine = machineOf('x = LLM "q"\nRETURN x & "!"\n');
    expect(machine.run(0, 1000)).toEqual(machine.run(0, 1000));
    machine.resume("a");
    expect(machine.run(0, 1000)).toEqual({ kind: "done", value: "a!" });
    expect(machine.run(0, 1000)).toEqual({ kind: "done", value: "a!" });
  });

  it("describe a HEAR", () => {
    const outcome = machineOf('n = "q"\nHEAR x AS INTEGER WITH n + "?" DEFAULT 3 TIMEOUT 60 RETRIES 2\n').run(0, 1000);
    const hear = {
      as: "INTEGER",
      options: null,
      open: false,
      prompt: "q?",
      hasDefault: true,
      default: 3,
      timeout: 60,
      retries: 2,
      line: 2,
    };
    expect(outcome).toEqual({ kind: "hear", hear });
  });

  it("end with error, place and stack", () => {
    const outcome = machineOf('SUB a()\nb(1)\nEND SUB\nSUB b(n)\n  THROW "no"\nEND SUB\na()\n').run(0, 1000);
    expect(outcome).toEqual({
      kind: "error",
      error: {
        number: 1000,
        message: "no",
        file: "main.bas",
        line: 5,
        column: 3,
        stack: [
          { name: "b", file: "main.bas", line: 5 },
          { name: "a", file: "main.bas", line: 2 },
          { name: "main", file: "main.bas", line: 7 },
        ],
      },
    });
  });

  it("goes on with NULL and tells why in ERR", () => {
    const machine = machineOf('x = GET "https://example.com"\nRETURN x IS NULL AND ERR = 68\n');
    expect(machine.run(0, 1e9)).toMatchObject({ kind: "effect" });
    machine.resume(null, { number: 68, message: "too late" });
    expect(machine.run(0, 1e9)).toEqual({ kind: "done", value: true });
  });

  it("raise an error at the effect, which the script may trap", () => {
    const machine = machineOf('TRY\nx = LLM "q"\nCATCH e\nRETURN e.number & e.message & e.line & e.data\nEND TRY\n');
    machine.run(0, 1000);
    machine.raise(68, "too late", null);
    expect(machine.run(0, 1000)).toEqual({ kind: "done", value: "68too late2" });
  });

  it("refuse an answer that nobody waits for", () => {
    expect(() => machineOf("x = 1\n").resume(1)).toThrow();
    expect(() => machineOf("x = 1\n").raise(5, "x")).toThrow();
  });
});

describe("budgets", () => {
  it("let others run when a slice is over, and go on", () => {
    const machine = machineOf("FOR i = 1 TO 1000\nn = n + i\nNEXT\nRETURN n\n");
    let slices = 0;
    for (;;) {
      const outcome = machine.run(0, 100);
      if (outcome.kind !== "preempted") {
        expect(outcome).toEqual({ kind: "done", value: 500_500 });
        break;
      }
      slices++;
    }
    expect(slices).toBeGreaterThan(5);
    expect(machine.steps).toBeGreaterThan(900);
    expect(machine.steps).toBeLessThan(3000);
  });

  it("count what functions do", () => {
    const machine = machineOf('s = REPEAT("x", 1000000)\nFOR i = 1 TO 1000\nt = REPLACE(s, "x", "y")\nNEXT\n', {
      limits: { maxSteps: 100_000, maxMemory: 1e9 },
    });
    expect(machine.run(0, 1e9)).toMatchObject({ kind: "error", error: { number: 6 } });
  });

  it("bound recursion by the machine's own stack, not the platform's", () => {
    const limits = { maxCallDepth: 200_000, maxSteps: 1e9 };
    const machine = machineOf(
      "FUNCTION f(n)\nIF n = 0 THEN RETURN 0\nRETURN 1 + f(n - 1)\nEND FUNCTION\nRETURN f(100000)\n",
      { limits },
    );
    expect(machine.run(0, 1e9)).toEqual({ kind: "done", value: 100_000 });
  });

  it("end a script that traps the memory limit for ever", () => {
    const source =
      'l = []\nagain:\nTRY\nWHILE TRUE\nPUSH(l, "0123456789")\nWEND\nCATCH e\nn = n + 1\nEND TRY\nGOTO again\n';
    const machine = machineOf(source, { limits: { maxMemory: 2_000_000, maxSteps: 2_000_000 } });
    expect(machine.run(0, 1e9)).toMatchObject({ kind: "error", error: { number: 6 } });
  });

  it("account for memory and give it back", () => {
    const machine = machineOf('FOR i = 1 TO 20000\nl = [i, "text", {a: i}]\nNEXT\nRETURN "fine"\n', {
      limits: { maxMemory: 500_000 },
    });
    expect(machine.run(0, 1e9)).toEqual({ kind: "done", value: "fine" });
    expect(machine.memory).toBeLessThan(500_000);
  });
});

describe("surroundings", () => {
  it("bind variables in any case and show them by name", () => {
    const machine = machineOf('Name$ = Name$ & "!"\nHEAR x\n', { variables: { name: "Ann", unused: 1 } });
    machine.run(0, 1000);
    expect(machine.variable("NAME$")).toBe("Ann!");
    expect(machine.variable("nobody")).toBeUndefined();
  });

  it("give every script the variables of the bot, also one that CALL enters, where its PARAMs win", () => {
    const child = programOf("PARAM most\nRETURN shop & most & own\n", "order_bread.bas");
    const options = {
      seed: 1,
      timeZone: "UTC",
      locale: "en",
      shared: { shop: "Centro", most: 3 },
      link: (name: string) => (name === "order_bread" ? child : null),
    };
    const program = programOf('own = "mine"\nHEAR x\na = CALL "order-bread", 5\nRETURN shop & most & a\n');
    const parked = createMachine(program, options);
    parked.run(0, 1000);
    const machine = restore(program, parked.snapshot(), options);
    machine.resume("on");
    expect(machine.run(0, 1000)).toEqual({ kind: "done", value: "Centro3Centro5" });
  });

  it("report what the lenient default lets pass", () => {
    const warnings: unknown[] = [];
    machineOf("x = 1\ny = x / 0\n", { onWarning: (w) => warnings.push(w) }).run(0, 1000);
    expect(warnings).toMatchObject([{ number: 11, file: "main.bas", line: 2 }]);
  });

  it("run several scripts on one machine, also from a snapshot", () => {
    const child = programOf('PARAM q AS STRING\nHEAR a WITH q\nRETURN a & "?"\n', "child.bas");
    const main = programOf('x = CALL "child.bas", "name"\nRETURN x & "!"\n');
    const link = (name: string) => (name === "child" ? child : null);
    const machine = createMachine(main, { seed: 1, timeZone: "UTC", locale: "en", link });
    expect(machine.run(0, 1000)).toMatchObject({ kind: "hear", hear: { prompt: "name" } });
    const other = restore(main, machine.snapshot(), { link });
    other.resume("Ann");
    expect(other.run(0, 1000)).toEqual({ kind: "done", value: "Ann?!" });
    expect(() => restore(main, machine.snapshot())).toThrow(/child/);
  });
});
