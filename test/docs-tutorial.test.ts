/** docs/tutorial.md, done as a reader does it: its files are written, its commands run, and the terminal shows what stands there. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { ROOT } from "../scripts/docs/sources.ts";

// A conversation of a package starts the worker, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const folder = fs.mkdtempSync(path.join(tmpdir(), "basalt-tutorial-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

type Step = { kind: "file"; path: string; text: string } | { kind: "console"; command: string; lines: string[] };

function steps(): Step[] {
  const text = fs.readFileSync(path.join(ROOT, "docs/tutorial.md"), "utf8");
  const blocks = /(?:^File `([^`]+)`:\n\n)?^```(basic|console)\n([\s\S]*?)\n```$/gm;
  return [...text.matchAll(blocks)].map(([, file, language, body = ""]): Step => {
    if (language === "basic") {
      if (file === undefined) throw new Error(`a program without a file: ${body}`);
      return { kind: "file", path: file, text: `${body}\n` };
    }
    const [command = "", ...lines] = body.split("\n");
    if (!command.startsWith("$ bin/basalt ")) throw new Error(`a transcript without a command: ${command}`);
    return { kind: "console", command, lines };
  });
}

/** Types the lines behind `>`; gives all that the terminal shows, notes last. */
function inTerminal(command: string, typed: readonly string[]): Promise<string[]> {
  return new Promise((done, failed) => {
    const child = spawn(path.join(ROOT, "bin/basalt"), command.replace("$ bin/basalt ", "").split(" "), {
      cwd: folder,
    });
    const shown = { out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      shown.out += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      shown.err += String(chunk);
    });
    child.on("error", failed);
    child.on("close", () => done(`${shown.out}${shown.err}`.split("\n").filter((line) => line !== "")));
    child.stdin.end(typed.map((line) => `${line}\n`).join(""));
  });
}

describe("the tutorial", () => {
  const all = steps();
  it("has a transcript for every step", () => {
    expect(all.filter(({ kind }) => kind === "console").length).toBeGreaterThan(6);
  });

  // In the order of the page: each step stands on the files of those before it.
  for (const [n, step] of all.entries()) {
    if (step.kind === "file")
      it(`${n}: ${step.path}`, () => {
        const file = path.join(folder, step.path);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, step.text);
      });
    else
      it(`${n}: ${step.command}`, async () => {
        const typed = step.lines.filter((line) => line.startsWith("> ")).map((line) => line.slice(2));
        const shown = step.lines.filter((line) => !line.startsWith("> ") && line !== "");
        expect(await inTerminal(step.command, typed)).toEqual(shown);
      });
  }
});

it("check --json names the page of each code", async () => {
  fs.writeFileSync(path.join(folder, "wrong.bas"), 'TALKK "a"\nTALK LEFT("b")\n');
  const report = JSON.parse((await inTerminal("$ bin/basalt check --json wrong.bas", [])).join("\n"));
  expect(report.docs).toEqual({ BAS202: "docs/diagnostics/BAS202.md", BAS303: "docs/diagnostics/BAS303.md" });
  for (const page of Object.values<string>(report.docs)) expect(fs.existsSync(path.join(ROOT, page))).toBe(true);
});
