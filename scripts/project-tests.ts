/**
 * `npm test`: runs the project's own tests and names the parts that are absent on this machine, with the command that
 * brings each. Arguments go on to vitest. Where CI is set, an absent part or a skipped test fails the run.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { buildPublic } from "./up/bundle.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const REPORT = path.join(ROOT, "test-results/vitest.json");

/** Programs that some tests compare with or run against; `package` is Debian's. */
const PARTS = [
  { programs: ["chromium", "google-chrome"], package: "chromium", purpose: "tests in a browser" },
  {
    programs: ["postgres"],
    places: debianPostgres(),
    package: "postgresql",
    purpose: "tests against a real PostgreSQL",
  },
  { programs: ["redis-server"], package: "redis-server", purpose: "tests against a real Redis" },
  { programs: ["yabasic"], package: "yabasic", purpose: "interpreter benchmarks" },
  { programs: ["brandy", "sbrandy"], package: "brandy", purpose: "interpreter benchmarks" },
  { programs: ["lua5.4"], package: "lua5.4", purpose: "interpreter benchmarks" },
];

const reportSchema = z.object({
  numTotalTests: z.number(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

const strict = process.env["CI"] !== undefined && process.env["CI"] !== "false";
const absent = PARTS.filter(
  (part) => !part.programs.some(isOnPath) && !(part.places ?? []).some((place) => fs.existsSync(place)),
);
for (const part of absent) {
  process.stderr.write(
    `Absent: ${part.package} (${part.purpose}). Debian and Ubuntu: sudo apt-get install ${part.package}\n`,
  );
}
if (absent.length > 0 && strict) {
  process.stderr.write("CI runs every test: install what is absent.\n");
  process.exit(3);
}

// Once, before test files that start products side by side would each build the pages.
await buildPublic(ROOT);
fs.rmSync(REPORT, { force: true });
const code = await runVitest(process.argv.slice(2));
const report = readReport();
const skipped = report === undefined ? 0 : report.numPendingTests + report.numTodoTests;
if (report !== undefined) {
  process.stderr.write(`Tests: ${report.numPassedTests} passed, ${report.numFailedTests} failed, ${skipped} skipped\n`);
}
if (code !== 0) process.exitCode = 1;
else if (strict && (report === undefined || skipped > 0)) {
  process.stderr.write("A skipped test fails the run on CI: its part must be there.\n");
  process.exitCode = 1;
}

function runVitest(args: string[]): Promise<number> {
  const vitest = path.join(ROOT, "node_modules/vitest/vitest.mjs");
  const child = spawn(
    process.execPath,
    [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`, ...args],
    {
      cwd: ROOT,
      stdio: "inherit",
      // Tests start this program by name in many places: it must be the Node that runs the product.
      env: { ...process.env, PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env["PATH"] ?? ""}` },
    },
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status, signal) => resolve(status ?? 128 + (signal === null ? 0 : os.constants.signals[signal])));
  });
}

function readReport(): z.output<typeof reportSchema> | undefined {
  try {
    return reportSchema.parse(JSON.parse(fs.readFileSync(REPORT, "utf8")));
  } catch {
    return undefined; // the run did not come to its end
  }
}

function isOnPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, program)));
}

/** Debian keeps the server's programs off the path. */
function debianPostgres(): string[] {
  const folder = "/usr/lib/postgresql";
  return fs.existsSync(folder)
    ? fs.readdirSync(folder).map((version) => path.join(folder, version, "bin/postgres"))
    : [];
}
