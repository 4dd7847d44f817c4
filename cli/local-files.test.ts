/** Files of classic programs: what is written is read again, and nothing outside of the folder can be named. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LocalFiles } from "./local-files.ts";

let folder: string;
let files: LocalFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "basalt-files-"));
  files = new LocalFiles(join(folder, "drive"));
});
afterEach(() => rm(folder, { recursive: true }));

const number = (promise: Promise<unknown>) =>
  promise.then(
    () => 0,
    (error: { number: number }) => error.number,
  );

describe("files of a classic program", () => {
  it("are written, added to, read by fields and lines, renamed and removed", async () => {
    await files.perform("OPEN", ["notes/a.txt", "OUTPUT", 1]);
    await files.perform("PRINT LINE", [1, '"Ann, A.", 5']);
    await files.perform("CLOSE", [1]);
    await files.perform("OPEN", ["notes/a.txt", "APPEND", 2]);
    await files.perform("PRINT", [2, "last line"]);
    await files.perform("CLOSE", []);
    expect(await readFile(join(folder, "drive/notes/a.txt"), "utf8")).toBe('"Ann, A.", 5\nlast line');
    expect(await files.perform("FREEFILE", [])).toBe(1);
    await files.perform("OPEN", ["notes/a.txt", "INPUT", 1]);
    expect(await files.perform("INPUT", [1])).toBe("Ann, A.");
    expect(await files.perform("INPUT", [1])).toBe("5");
    expect(await files.perform("EOF", [1])).toBe(0);
    // What was open when the run was parked goes on where it was.
    const later = new LocalFiles(join(folder, "drive"), structuredClone([...files.open]));
    expect(await later.perform("INPUT LINE", [1])).toBe("last line");
    expect(await later.perform("EOF", [1])).toBe(-1);
    expect(await number(later.perform("INPUT LINE", [1]))).toBe(62);
    await later.perform("CLOSE", []);
    await later.perform("NAME", ["notes/a.txt", "b.txt"]);
    await later.perform("KILL", ["b.txt"]);
    expect(await number(later.perform("KILL", ["b.txt"]))).toBe(53);
  });

  it("lie in the folder only, and errors have the classic numbers", async () => {
    for (const name of ["../x", "/etc/passwd", "a/../../x", "..\\x", ".", "c:x", ""])
      expect(await number(files.perform("OPEN", [name, "OUTPUT", 1])), name).toBe(75);
    expect(await number(files.perform("OPEN", ["none", "INPUT", 1]))).toBe(53);
    expect(await number(files.perform("PRINT", [3, "x"]))).toBe(52);
    expect(await number(files.perform("OPEN", ["x", "OUTPUT", 0]))).toBe(52);
    await files.perform("OPEN", ["x", "OUTPUT", 1]);
    expect(await number(files.perform("OPEN", ["y", "OUTPUT", 1]))).toBe(55);
    expect(await number(files.perform("INPUT", [1]))).toBe(54);
  });
});
