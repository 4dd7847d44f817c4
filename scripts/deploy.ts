/**
 * `basalt deploy`: asks the `up` that runs on a data folder for a hot deploy (scripts/up/deploy.ts), and waits for what
 * comes of it. Exit 0: the new worker runs; 1: the old one goes on; 2: wrong usage; 3: nothing runs there.
 */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { readReport } from "./up/deploy.ts";
import { holderOf } from "./up/lock.ts";

const USAGE = `Usage: basalt deploy [--data DIR]

Builds the worker again and puts it in the place of the one that runs on the data folder (default: .basalt in the current
folder). Open conversations go on; clients come back by themselves.
`;
const LIMIT_MS = 180_000;
const POLL_MS = 50;

async function main(args: string[]): Promise<number> {
  let data: string;
  try {
    const { values } = parseArgs({
      args,
      options: { data: { type: "string", default: ".basalt" }, help: { type: "boolean", short: "h", default: false } },
    });
    if (values.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    data = path.resolve(values.data);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  if (process.platform === "win32") {
    process.stderr.write("Windows has no signal to ask with: end `basalt up` and start it again.\n");
    return 3;
  }
  const holder = holderOf(data);
  if (holder === undefined) {
    process.stderr.write(`No Basalt runs on ${data}: start one with basalt up --data ${data}, or name its folder.\n`);
    return 3;
  }
  const before = readReport(data);
  const isNew = (number: number, pid: number): boolean =>
    pid === holder.up.pid && (before?.pid !== pid || number > before.number);
  process.kill(holder.up.pid, "SIGHUP");
  for (const until = Date.now() + LIMIT_MS; Date.now() < until; await sleep(POLL_MS)) {
    const report = readReport(data);
    if (report !== undefined && isNew(report.number, report.pid)) {
      process.stderr.write(`${report.detail}\n`);
      return report.outcome === "deployed" ? 0 : 1;
    }
    if (holderOf(data) === undefined) break;
  }
  process.stderr.write("The deploy came to no end; the terminal of `basalt up` says more.\n");
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
