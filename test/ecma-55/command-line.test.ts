/** A classic program in a terminal: its output alone on one stream, reports on the other, exit codes (reference 7.5.10). */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it, vi } from "vitest";

// Each command starts a process, which takes long on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const launcher = resolve(import.meta.dirname, "../../bin/basalt");
const folder = mkdtempSync(join(tmpdir(), "basalt-ecma-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function run(program: readonly string[], input = "", flags: readonly string[] = []): Promise<Ended> {
  writeFileSync(join(folder, "program.bas"), `${program.join("\n")}\n`);
  return new Promise((done, failed) => {
    const child = spawn(launcher, ["run", ...flags, "program.bas"], { cwd: folder });
    const ended: Ended = { code: null, out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      ended.out += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      ended.err += String(chunk);
    });
    child.on("error", failed);
    child.on("close", (code) => done({ ...ended, code }));
    child.stdin.end(input);
  });
}

it("warnings go to the other stream, name both lines, and leave exit code 0", async () => {
  const { code, out, err } = await run(["10 PRINT 1/0;", '20 PRINT TAB(-1);"X"', "30 END"]);
  expect(out).toBe(" INF \nX\n");
  expect(err).toMatch(/^program\.bas:1:\d+: warning 11: .*10\)?\.?\nprogram\.bas:2:\d+: warning 5: .*20\)?\.?\n$/);
  expect(code).toBe(0);
});

it("a fatal error completes the open line and gives exit code 1", async () => {
  const { code, out, err } = await run(["10 GOSUB 30", "20 STOP", '30 PRINT "ROOT:";', "40 PRINT SQR(-1)", "50 END"]);
  expect(out).toBe("ROOT:\n");
  expect(err).toMatch(/^program\.bas:4:\d+: error 5: .*40/);
  expect(code).toBe(1);
});

it("a program that does not compile prints nothing, and all bad lines are listed", async () => {
  const { code, out, err } = await run(['10 PRINT "NEVER"', '20 LET A="X"', "30 GOTO 99", "40 FOR I=1 TO 2", "50 END"]);
  expect(out).toBe("");
  const lines = err.match(/^program\.bas:\d+/gm);
  expect([...new Set(lines)]).toEqual(["program.bas:2", "program.bas:3", "program.bas:4"]);
  expect(code).toBe(1);
});

it("INPUT asks on the line of the prompt, and again after a reply that does not fit", async () => {
  const { code, out, err } = await run(["10 INPUT A,B", "20 PRINT A+B", "30 END"], "1\n1,TWO\n1,2\n");
  expect(out).toBe("? ? ?  3 \n");
  expect(err.trim().split("\n")).toHaveLength(2);
  expect(code).toBe(0);
});

it("the end of the input parks the program", async () => {
  const { code, out } = await run(["10 INPUT A", '20 PRINT "NOT YET"', "30 END"]);
  expect(out).toMatch(/^\? \n?$/);
  expect(code).toBe(0);
});

it("two million statements run", async () => {
  const program = ["10 LET N=N+1", "20 IF N>=700000 THEN 40", "30 GOTO 10", "40 PRINT N", "50 END"];
  expect(await run(program)).toEqual({ code: 0, out: " 700000 \n", err: "" });
});

it("--ecma refuses what the classic profile accepts, --classic takes a program without line numbers", async () => {
  expect(await run(["A=5", 'PRINT "A IS";A'], "", ["--classic"])).toEqual({ code: 0, out: "A IS 5 \n", err: "" });
  const { code, out, err } = await run(["10 A=5", "20 PRINT A", "30 END"], "", ["--ecma"]);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(/^program\.bas:1:4: error BAS511: /);
});
