import { describe, expect, test } from "vitest";
import { createMachine, decodeProgram, diagnose, encodeProgram, type Program } from "../index.ts";
import { HANDLER_VARIABLE } from "../tools/handler-variable.ts";
import type { Value } from "../values.ts";

function compiled(source: string): Program {
  const { program, diagnostics } = diagnose(source, "jobs.bas", "h");
  if (!program) throw new Error(diagnostics.map((d) => d.message).join("; "));
  // As a release stores it.
  return decodeProgram(encodeProgram(program));
}

const directives = (source: string) => {
  const program = compiled(source);
  return program.directives.map(({ keyword, args, handler, line }) => ({
    keyword,
    args,
    line,
    handler: handler === null ? null : program.functions[handler]?.name,
  }));
};

describe("what acts when the package loads (reference 3.13, H-37)", () => {
  test("SET SCHEDULE at the top level with fixed operands, and nothing in a branch or with computed ones", () => {
    const source =
      'SET SCHEDULE "0 9 * * *" "report.bas" 7\nIF a THEN\n  SET SCHEDULE every 1 hour\nEND IF\nSET SCHEDULE b';
    expect(directives(source)).toEqual([
      { keyword: "SET SCHEDULE", args: { values: ["0 9 * * *", "report.bas", 7] }, line: 1, handler: null },
    ]);
  });

  test("inside a SUB it acts when it is reached", () => {
    expect(directives("SUB job\n  SET SCHEDULE every 1 hour\nEND SUB\njob()")).toEqual([]);
  });

  test("hooks and events, with the function that holds their block", () => {
    const source =
      'WEBHOOK "a"\nON FORM SUBMIT "b"\n  x = 1\nEND ON\nON EMAIL "c" ATTACHMENT\nON "d" CALL Done\nUSE WEBSITE "https://e.f"\nSUB Done\nEND SUB';
    expect(directives(source)).toEqual([
      { keyword: "WEBHOOK", args: { endpoint: "a" }, line: 1, handler: null },
      { keyword: "ON FORM SUBMIT", args: { form: "b" }, line: 2, handler: 'ON FORM SUBMIT "b"' },
      { keyword: "ON EMAIL", args: { address: "c", attachment: "ATTACHMENT" }, line: 5, handler: null },
      { keyword: "ON", args: { event: "d" }, line: 6, handler: "Done" },
      { keyword: "USE WEBSITE", args: { url: "https://e.f" }, line: 7, handler: null },
    ]);
  });

  test("what must act then cannot stand in a block or have computed operands", () => {
    const found = (source: string) => diagnose(source, "t.bas").diagnostics.map((d) => `${d.line} ${d.code}`);
    expect(found('IF a THEN\n  WEBHOOK "b"\nEND IF')).toEqual(["2 BAS210"]);
    expect(found("WEBHOOK name")).toEqual(["1 BAS310"]);
    expect(found('SUB s\n  ON EVENT "x" DO\n    y = 1\n  END ON\nEND SUB')).toEqual(["2 BAS210"]);
  });

  test("blocks that run later see the variables of the script", () => {
    const program = compiled("count = 1\nSCHEDULE IN 5 MINUTES DO\n  TALK count\n  mine = 2\nEND SCHEDULE");
    expect(program.directives).toEqual([]);
    expect(program.functions.map(({ name }) => name)).toEqual(["jobs", "SCHEDULE IN 5 MINUTES"]);
    expect(program.functions[0]?.names).toContain("mine");
  });

  test("a run begins at a block where the hidden variable names it, after PARAM and CONST", () => {
    const source =
      'CONST RATE = 2\nPARAM n AS NUMBER DEFAULT 5\nON INSERT OF "orders"\n  RETURN row.total * RATE + n\nEND ON\nON "paid" CALL Paid\nTALK "the script itself"\nSUB Paid\n  seen = data\nEND SUB';
    const program = compiled(source);
    const run = (handler: number | null, variables: Record<string, Value>) => {
      const machine = createMachine(program, {
        seed: 1,
        timeZone: "UTC",
        locale: "en",
        variables: { ...variables, ...(handler === null ? {} : { [HANDLER_VARIABLE]: handler }) },
      });
      const outcome = machine.run(0, 10_000);
      return { outcome, seen: machine.variable("seen") };
    };
    const [insert, paid] = program.directives.map(({ handler }) => handler);
    expect(run(insert!, { row: { total: 10 } }).outcome).toEqual({ kind: "done", value: 25 });
    expect(run(insert!, { row: { total: 10 }, n: 1 }).outcome).toEqual({ kind: "done", value: 21 });
    expect(run(paid!, { data: "x" })).toEqual({ outcome: { kind: "done", value: null }, seen: "x" });
    expect(run(null, {}).outcome).toMatchObject({ kind: "effect", effect: { keyword: "TALK" } });
  });
});
