#!/usr/bin/env node
// The launcher: makes sure that what the lock file names is installed, then hands the command to the right Node.
// It has no dependencies and uses nothing that Node 18 lacks, because it runs before anything is installed.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { handOver } from "./hand-over.mjs";
import { fail, prepare } from "./prepare.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const args = process.argv.slice(2);

try {
  const node = await prepare(root);
  // For scripts that go on with the Node of the product.
  if (args[0] === "--node") process.stdout.write(`${node}\n`);
  else process.exitCode = await handOver(node, [...entryOf(args[0]), ...args.slice(1)]);
} catch (error) {
  process.exitCode = fail(error);
}

/** The program of a command and the command's name for it. The start script and the benchmarks are programs of their own. */
function entryOf(command) {
  if (command === "up") return [path.join(root, "scripts/up.ts")];
  if (command === "deploy") return [path.join(root, "scripts/deploy.ts")];
  if (command === "bench") return [path.join(root, "bench/index.ts")];
  // `npm test` runs the project's own tests; `basalt test PACKAGE` is a command of the product.
  if (command === "--project-tests") return [path.join(root, "scripts/project-tests.ts")];
  const cli = path.join(root, "cli/main.ts");
  if (!fs.existsSync(cli)) {
    throw Object.assign(
      new Error(`this copy of Basalt lacks ${path.relative(root, cli)}: check the folder out again`),
      { exitCode: 3 },
    );
  }
  return command === undefined ? [cli] : [cli, command];
}
