/** What a deploy does when one of its steps fails, and when several are asked for. */
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bundleWorker } from "./bundle.ts";
import { createDeployer, type DeployParts, readReport } from "./deploy.ts";
import { StartProblem } from "./problem.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "basalt-deploy-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function deployerWith(parts: Partial<DeployParts>) {
  const steps: string[] = [];
  const deployer = createDeployer({
    build: async (place) => {
      steps.push(`build ${place.slice(folder.length + 1)}`);
      return "module";
    },
    rehearse: async () => void steps.push("rehearse"),
    replace: async () => void steps.push("replace"),
    buildFolder: folder,
    dataFolder: folder,
    say: () => {},
    ...parts,
  });
  return { deployer, steps };
}
const reported = (number: number) =>
  vi.waitFor(() => {
    const report = readReport(folder);
    expect(report?.number).toBe(number);
    return report;
  });

test("builds, rehearses and replaces, each time in another place", async () => {
  const { deployer, steps } = deployerWith({});
  deployer.request();
  expect((await reported(1))?.outcome).toBe("deployed");
  deployer.request();
  await reported(2);
  expect(steps).toEqual(["build deploy-1", "rehearse", "replace", "build deploy-0", "rehearse", "replace"]);
});

test.each([
  ["build", new StartProblem("The worker could not be built: x.ts:1:2: no."), []],
  ["rehearse", new Error("it answered /healthz with 500"), ["build deploy-1"]],
  ["replace", new Error("no answer within 30 s"), ["build deploy-1", "rehearse"]],
])("leaves the old worker where it cannot %s, and says why", async (step, error, before) => {
  const { deployer, steps } = deployerWith({ [step]: () => Promise.reject(error) });
  deployer.request();
  const report = await reported(1);
  expect(report?.outcome).toBe("kept");
  expect(report?.detail).toContain(error.message);
  expect(steps).toEqual(before);
  expect(report?.gapMs === null).toBe(step !== "replace");
});

test("what is asked for during a deploy is one more after it", async () => {
  const gate = Promise.withResolvers<void>();
  const { deployer, steps } = deployerWith({ rehearse: () => gate.promise });
  for (let i = 0; i < 5; i += 1) deployer.request();
  gate.resolve();
  await reported(2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(steps.filter((step) => step === "replace")).toHaveLength(2);
});

test("a bundle is taken again as long as its sources are the same", async () => {
  const [entry, part] = [join(folder, "entry.ts"), join(folder, "part.ts")];
  writeFileSync(entry, 'export { word } from "./part.ts";\n');
  writeFileSync(part, 'export const word = "first";\n');
  const before = new Date(Date.now() - 60_000);
  for (const file of [entry, part]) utimesSync(file, before, before);
  const built = async (place: string) => readFileSync(await bundleWorker(entry, join(folder, place)), "utf8");
  const first = await built("a");
  expect(first).toContain("first");
  expect(await built("b")).toBe(first);
  writeFileSync(part, 'export const word = "later";\n');
  expect(await built("c")).toContain("later");
  rmSync(part);
  await expect(built("d")).rejects.toThrow("could not be built");
});
