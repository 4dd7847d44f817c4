/**
 * `basalt up`: runs the product on this machine. The steps stand below in the order in which they happen; each has a file
 * of its own in scripts/up/.
 */
import fs from "node:fs";
import { readUpOptions, UP_USAGE } from "./up/options.ts";
import { reasonOf, StartProblem } from "./up/problem.ts";
import { createProduct } from "./up/product.ts";

/** One Ctrl-C arrives several times: from the terminal, from npm, from the launcher. */
const SAME_SIGNAL_MS = 700;
const DRAIN_LIMIT_MS = 9_000;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Whether the terminal that this was started from still exists. */
function terminalIsThere(): boolean {
  try {
    fs.closeSync(fs.openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  const options = readUpOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(UP_USAGE);
    return;
  }
  const product = createProduct(options, say);
  const abandon = (): never => {
    product.abandon();
    process.exit(1);
  };
  let started = false;
  let asked = 0;
  const end = (why: string): void => {
    if (asked !== 0) {
      if (Date.now() - asked > SAME_SIGNAL_MS) abandon();
      return;
    }
    asked = Date.now();
    say(`${why}: ending.`);
    // What has not started yet has nothing to finish.
    if (!started) abandon();
    setTimeout(abandon, DRAIN_LIMIT_MS).unref();
    product.stop().then(
      () => process.exit(0),
      (error) => {
        say(`It did not end in order: ${reasonOf(error)}`);
        abandon();
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => end(signal));
  const hasTerminal = process.stderr.isTTY && terminalIsThere();
  let deployed = 0;
  process.on("SIGHUP", () => {
    // The same signal says that the terminal was closed; then nobody is left to end this.
    if (hasTerminal && !terminalIsThere()) return end("The terminal is gone");
    if (Date.now() - deployed < SAME_SIGNAL_MS) return;
    deployed = Date.now();
    product.deploy();
  });
  process.on("disconnect", () => end("The launcher is gone"));
  process.on("uncaughtException", (error) => {
    say(`Basalt failed: ${error.stack ?? error.message}`);
    abandon();
  });
  await product.start();
  started = true;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  say(error.message);
  process.exit(error.exitCode);
}
