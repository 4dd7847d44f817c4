/** `basalt doctor`: looks at every component, says what is missing and how to mend it. Changes nothing. */
import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Readiness } from "../../contracts/admin.ts";
import { holderOf } from "../../scripts/up/lock.ts";
import { EXIT, type ExitCode } from "../exit.ts";

export const command = {
  summary: "checks every component and says how to mend it",
  usage: "doctor [--data DIR] [--json]",
  run,
};

interface Finding {
  part: string;
  /** `absent`: optional, and the product does without it. */
  state: "ok" | "absent" | "broken";
  /** What was seen. */
  detail: string;
  /** What to do; empty when there is nothing to do. */
  mend: string;
}

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const MIN_FREE_BYTES = 512 * 1024 * 1024;
const READY_TIMEOUT_MS = 10_000;

async function run(args: string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args,
    options: { data: { type: "string", default: ".basalt" }, json: { type: "boolean", default: false } },
  });
  const folder = path.resolve(values.data);
  const findings = [
    node(),
    workerd(),
    tool("chromium", "the browser tests"),
    tool("redis-server", "the Redis contract tests"),
    dataFolder(folder),
    secrets(folder),
    ...(await running(folder)),
  ];
  if (values.json) process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
  else
    for (const { part, state, detail, mend } of findings)
      process.stdout.write(
        `${state.padEnd(7)} ${part.padEnd(12)} ${detail}${mend ? `\n${" ".repeat(21)}→ ${mend}` : ""}\n`,
      );
  return findings.some((finding) => finding.state === "broken") ? EXIT.missingPart : EXIT.done;
}

function node(): Finding {
  const major = Number(process.versions.node.split(".")[0]);
  const detail = `Node ${process.versions.node}`;
  if (major >= 24) return { part: "node", state: "ok", detail, mend: "" };
  return { part: "node", state: "broken", detail, mend: "run bin/basalt, which brings Node 24, or install it" };
}

function workerd(): Finding {
  const file = path.join(ROOT, "node_modules/workerd/bin/workerd");
  try {
    return {
      part: "workerd",
      state: "ok",
      detail: execFileSync(file, ["--version"], { encoding: "utf8", timeout: 10_000 }).trim(),
      mend: "",
    };
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "it does not run";
    return { part: "workerd", state: "broken", detail, mend: "remove node_modules and run npm start" };
  }
}

/** Only tests need it. */
function tool(name: string, purpose: string): Finding {
  const found = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .map((place) => path.join(place, name))
    .find((file) => existsSync(file));
  if (found !== undefined) return { part: name, state: "ok", detail: found, mend: "" };
  return { part: name, state: "absent", detail: `only ${purpose} need it`, mend: `apt-get install ${name}` };
}

function dataFolder(folder: string): Finding {
  if (!existsSync(folder))
    return { part: "data", state: "ok", detail: `${folder} does not exist yet; the first start makes it`, mend: "" };
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    const detail = `${folder}, ${Math.round(free / 1024 / 1024)} MB free`;
    if (free < MIN_FREE_BYTES)
      return { part: "data", state: "broken", detail, mend: "free some space, or choose another folder with --data" };
    return { part: "data", state: "ok", detail, mend: "" };
  } catch {
    return {
      part: "data",
      state: "broken",
      detail: `${folder} cannot be written`,
      mend: "give this user the right to write it, or choose another folder with --data",
    };
  }
}

function secrets(folder: string): Finding {
  const file = path.join(folder, "secrets.json");
  if (!existsSync(file))
    return { part: "secrets", state: "ok", detail: "none yet; the first start makes them", mend: "" };
  const open = (statSync(file).mode & 0o077) !== 0;
  try {
    JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { part: "secrets", state: "broken", detail: `${file} is damaged`, mend: "restore it from a backup" };
  }
  if (open)
    return { part: "secrets", state: "broken", detail: `${file} can be read by others`, mend: `chmod 600 ${file}` };
  return { part: "secrets", state: "ok", detail: file, mend: "" };
}

/** The parts of a product that runs on the folder, as it reports them itself. */
async function running(folder: string): Promise<Finding[]> {
  const holder = holderOf(folder);
  if (!holder) return [{ part: "product", state: "absent", detail: `nothing runs on ${folder}`, mend: "npm start" }];
  const product: Finding = { part: "product", state: "ok", detail: `process ${holder.up.pid}`, mend: "" };
  try {
    const { edge } = JSON.parse(readFileSync(path.join(folder, "addresses.json"), "utf8")) as { edge: string };
    const answer = await fetch(`${edge}/readyz`, { signal: AbortSignal.timeout(READY_TIMEOUT_MS) });
    const { parts } = (await answer.json()) as Readiness;
    const findings = Object.entries(parts).map(([part, { state, latencyMs }]): Finding => {
      if (state === "up") return { part, state: "ok", detail: `${latencyMs} ms`, mend: "" };
      const mend = `see the logs in ${path.join(folder, "logs")}; the start script tries again by itself`;
      return { part, state: state === "down" ? "broken" : "absent", detail: state, mend: state === "down" ? mend : "" };
    });
    return [{ ...product, detail: `${product.detail} on ${edge}` }, ...findings];
  } catch {
    return [{ ...product, state: "broken", mend: `it does not answer: see the logs in ${path.join(folder, "logs")}` }];
  }
}
