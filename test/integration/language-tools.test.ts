/** check, tools and fmt from outside, on files, folders and packages (docs/contract.md, "Commands"). */
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";

// A start of the command line takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "basalt-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function basalt(...args: string[]): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(join(root, "bin/basalt"), args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const ended: Ended = { code: null, out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      ended.out += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      ended.err += String(chunk);
    });
    child.on("error", failed);
    child.on("close", (code) => done({ ...ended, code }));
  });
}

function file(name: string, lines: readonly string[]): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  return name;
}

file("shop.gbai/shop.gbkb/prices/list.md", ["# Prices"]);
file("shop.gbai/shop.gbdialog/start.bas", ['TALK "hello"', 'CALL "order-status", 1', 'USE KB "prices"']);
file("shop.gbai/shop.gbdialog/tables.bas", ["TABLE orders", "  id number key", "END TABLE"]);
file("shop.gbai/shop.gbdialog/orders_insert.bas", ['PRINT "new"']);
file("shop.gbai/shop.gbdialog/on_transfer.bas", ['PRINT "handed over"']);
file("shop.gbai/shop.gbdialog/order-status.bas", [
  "PARAM number AS INTEGER LIKE 17",
  'DESCRIPTION "Tells the state of an order"',
  'RETURN "sent"',
]);
file("shop.gbai/shop.gbdialog/tools/visits.bas", [
  "REM BOOK KEYWORD - Book a visit",
  "PARAM day AS DATE",
  'DESCRIPTION "Books a visit"',
  "RETURN 1",
  'DESCRIPTION "Lists the visits"',
  "RETURN 2",
]);

describe("basalt tools", () => {
  it("shows what a package offers, in the MCP form", async () => {
    const { code, out, err } = await basalt("tools", "shop.gbai");
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      {
        name: "order-status",
        description: "Tells the state of an order",
        inputSchema: {
          type: "object",
          properties: { number: { type: "integer", description: "number", examples: [17] } },
          required: ["number"],
        },
      },
      {
        name: "visits_1",
        description: "Books a visit",
        inputSchema: {
          type: "object",
          properties: { day: { type: "string", description: "day", format: "date" } },
          required: ["day"],
        },
      },
      {
        name: "visits_2",
        description: "Lists the visits",
        inputSchema: { type: "object", properties: {}, required: [] },
      },
    ]);
  });

  it("shows a file's in the form of chat completions", async () => {
    const { code, out } = await basalt("tools", "shop.gbai/shop.gbdialog/order-status.bas", "--format", "openai");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { type: "function", function: { name: "order-status", parameters: { required: ["number"] } } },
    ]);
  });

  it("says which script does not compile, and shows the others", async () => {
    file("broken/bad.bas", ["x = = 1"]);
    file("broken/good.bas", ["TALK 1"]);
    const { code, out, err } = await basalt("tools", "broken");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ name: "good" }]);
    expect(err).toContain(join("broken", "bad.bas:1:5: error BAS207"));
  });

  it("offers nothing of start, and says so", async () => {
    const { code, out, err } = await basalt("tools", "shop.gbai/shop.gbdialog/start.bas");
    expect([code, JSON.parse(out)]).toEqual([0, []]);
    expect(err).toContain("offers no tool");
  });

  it("is called wrongly with an unknown form, no path, or a path that is not there", async () => {
    for (const args of [["shop.gbai", "--format", "xml"], [], ["nowhere"]]) {
      expect((await basalt("tools", ...args)).code).toBe(2);
    }
  });
});

describe("basalt check", () => {
  it("knows the scripts, the tools and the knowledge of a package, also for one of its files", async () => {
    const { code, out } = await basalt("check", "shop.gbai");
    expect(out).toBe("");
    expect(code).toBe(0);
    const other = file("shop.gbai/shop.gbdialog/other.bas", [
      'CALL "order_statu", 1',
      'CALL "visits.2"',
      'CALL "book-a-visit"',
      'USE KB "price"',
    ]);
    const found = await basalt("check", other, "--json");
    rmSync(join(folder, other));
    expect(found.code).toBe(1);
    const { files, errors, warnings, diagnostics } = JSON.parse(found.out);
    expect([files, errors, warnings]).toEqual([1, 1, 0]);
    expect(diagnostics).toMatchObject([
      { line: 1, code: "BAS302", severity: "error" },
      { line: 4, code: "BAS410", severity: "hint", hint: "did you mean prices?" },
    ]);
  });

  it("takes a statement that cannot be parsed for an error, and with --strict a warning, too", async () => {
    const bad = file("frobnicate.bas", ['FROBNICATE "x"', "TALK 1"]);
    expect((await basalt("check", bad)).code).toBe(1);
    const lint = file("lint.bas", ["WAIT 3000"]);
    expect((await basalt("check", lint)).code).toBe(0);
    const strict = await basalt("check", lint, "--strict");
    expect([strict.code, strict.out]).toEqual([1, expect.stringContaining("lint.bas:1:")]);
  });
});

describe("basalt fmt", () => {
  const MESSY = ["if a then", "talk   1", "endif"];
  const NEAT = "IF a THEN\n  TALK 1\nEND IF\n";
  const text = (name: string) => readFileSync(join(folder, name), "utf8");

  it("--check names what would change and changes nothing; fmt changes it; a second run has nothing to do", async () => {
    file("messy/a.bas", MESSY);
    file("messy/b.bas", ["TALK 1"]);
    const check = await basalt("fmt", "messy", "--check");
    expect([check.code, check.out]).toEqual([1, `${join("messy", "a.bas")}\n`]);
    expect(text("messy/a.bas")).toBe(`${MESSY.join("\n")}\n`);
    chmodSync(join(folder, "messy/a.bas"), 0o640);
    const done = await basalt("fmt", "messy");
    expect([done.code, done.out]).toEqual([0, `${join("messy", "a.bas")}\n`]);
    expect(text("messy/a.bas")).toBe(NEAT);
    expect(statSync(join(folder, "messy/a.bas")).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(folder, "messy"))).toEqual(["a.bas", "b.bas"]);
    expect((await basalt("fmt", "messy", "--check")).code).toBe(0);
  });

  it("formats what it can of a file with errors", async () => {
    const name = file("half.bas", ["x  =  = 3", "y=1"]);
    expect((await basalt("fmt", name)).code).toBe(0);
    expect(text(name)).toBe("x  =  = 3\ny = 1\n");
  });

  it("leaves a file alone that is not UTF-8", async () => {
    writeFileSync(join(folder, "latin.bas"), Buffer.from('talk "caf\xe9"\n', "latin1"));
    const { code, err } = await basalt("fmt", "latin.bas");
    expect(code).toBe(1);
    expect(err).toContain("not UTF-8");
    expect(readFileSync(join(folder, "latin.bas")).includes(0xe9)).toBe(true);
  });
});
