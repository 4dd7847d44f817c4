/**
 * A hot deploy: the worker is built again and takes the place of the running one. The old one serves while the new one is
 * built and rehearsed; then there is a gap, in which nobody answers and clients begin to come back. A bundle that cannot
 * be built, or does not answer, changes nothing.
 */
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { reasonOf, StartProblem } from "./problem.ts";

const reportSchema = z.object({
  /** 1, 2, 3 ... since the start. */
  number: z.int(),
  /** The `up` that wrote it. */
  pid: z.int(),
  at: z.string(),
  outcome: z.enum(["deployed", "kept"]),
  detail: z.string(),
  /** ms from the end of the old worker to the new one's first answer; null when nothing was replaced. */
  gapMs: z.number().nullable(),
});
/** What the last deploy of a data folder came to. */
export type DeployReport = z.output<typeof reportSchema>;

export interface DeployParts {
  /** Builds worker and pages; the bundle goes into the folder. Returns the bundle's file. */
  build(folder: string): Promise<string>;
  rehearse(module: string): Promise<void>;
  replace(module: string): Promise<void>;
  /** Where bundles are kept. */
  buildFolder: string;
  /** Where the report is written. */
  dataFolder: string;
  say(line: string): void;
}

/**
 * Answers each request for a deploy. One at a time; whoever asks while one is under way gets one more after it, because
 * what was changed since may not be in the first.
 */
export function createDeployer(parts: DeployParts): { request(): void } {
  let number = 0;
  let running = false;
  let again = false;

  const report = (outcome: DeployReport["outcome"], detail: string, gapMs: number | null): void => {
    parts.say(detail);
    const written: DeployReport = { number, pid: process.pid, at: new Date().toISOString(), outcome, detail, gapMs };
    const file = reportFile(parts.dataFolder);
    fs.writeFileSync(`${file}.new`, `${JSON.stringify(written, null, 2)}\n`);
    fs.renameSync(`${file}.new`, file);
  };

  const deploy = async (): Promise<void> => {
    number += 1;
    parts.say("Deploying: the worker is built again while the old one serves.");
    let module: string;
    try {
      // Two places in turn: the bundle of the running worker is read again when it has to be started again.
      module = await parts.build(path.join(parts.buildFolder, `deploy-${number % 2}`));
      await parts.rehearse(module);
    } catch (error) {
      const reason = error instanceof StartProblem ? error.message : `The new worker does not run: ${reasonOf(error)}`;
      return report("kept", `${reason} (The running worker goes on; mend it and deploy again.)`, null);
    }
    const began = Date.now();
    try {
      await parts.replace(module);
    } catch (error) {
      const reason = `The new worker ran in a rehearsal, but not in the old one's place: ${reasonOf(error)}`;
      return report("kept", `${reason}. The old one runs again.`, Date.now() - began);
    }
    const gapMs = Date.now() - began;
    report("deployed", `Deployed: the new worker answers after a gap of ${gapMs} ms.`, gapMs);
  };

  const work = async (): Promise<void> => {
    running = true;
    try {
      do {
        again = false;
        await deploy();
      } while (again);
    } catch (error) {
      parts.say(`The deploy was not finished: ${reasonOf(error)}`);
    } finally {
      running = false;
    }
  };
  return {
    request() {
      if (running) again = true;
      else void work();
    },
  };
}

export const reportFile = (dataFolder: string): string => path.join(dataFolder, "deploy.json");

/** Undefined where none was written yet. */
export function readReport(dataFolder: string): DeployReport | undefined {
  try {
    return reportSchema.parse(JSON.parse(fs.readFileSync(reportFile(dataFolder), "utf8")));
  } catch {
    return undefined;
  }
}
