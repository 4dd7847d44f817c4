/**
 * The engine's programs in workerd against Node, in alternation: medians in ms of CPU time of the thread that runs the
 * program, so that a busy machine does not blur them. In workerd that is the one that a request keeps busiest, less what
 * an empty request costs it; the clock inside of a worker stands still while it computes. Linux only.
 *
 *   node bench/engine-workerd.ts [--runs 7]
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import worker from "./engine-worker.ts";
import { geometricMean, median, shown, table } from "./statistics.ts";

const NAMES = ["loop", "fib", "sieve", "mandel", "str", "rec", "queens"];
/** Short programs are asked for several times in a run. */
const REPEATS: Readonly<Record<string, number>> = { fib: 5, str: 5, queens: 10 };

const { values } = parseArgs({ options: { runs: { type: "string", default: "7" } } });
const runs = Math.min(50, Math.max(1, Number(values.runs) || 7));
const PROGRAMS = Object.fromEntries(
  NAMES.map((name) => [name, fs.readFileSync(new URL(`programs/${name}.bas`, import.meta.url), "utf8")]),
);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-bench-"));
const outfile = path.join(folder, "worker.js");
await build({
  entryPoints: [fileURLToPath(new URL("engine-worker.ts", import.meta.url))],
  outfile,
  bundle: true,
  format: "esm",
  target: "es2024",
});
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    name: "engine",
    modulesRoot: folder,
    modules: [{ type: "ESModule", path: outfile }],
    compatibilityDate: "2026-10-01",
    bindings: { PROGRAMS },
  }),
);

/** CPU time of each thread of a process, ms. */
function threadsOf(pid: number): Map<string, number> {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = (id: string) => Number(fs.readFileSync(`${tasks}/${id}/schedstat`, "utf8").split(" ")[0]);
  return new Map(fs.readdirSync(tasks).map((id) => [id, nanoseconds(id) / 1e6]));
}

/** CPU time that the requests take on the thread that they keep busiest. */
async function timeInside(pid: number, ask: () => Promise<Response>): Promise<number> {
  const before = threadsOf(pid);
  const response = await ask();
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return Math.max(...[...threadsOf(pid)].map(([id, ms]) => ms - (before.get(id) ?? 0)));
}

function timeHere(name: string): number {
  const before = process.threadCpuUsage();
  const start = performance.now();
  worker.fetch(new Request(`http://localhost/${name}`), { PROGRAMS });
  const wall = performance.now() - start;
  const { user, system } = process.threadCpuUsage(before);
  return Math.min(wall, (user + system) / 1000 || wall);
}

/** The workerd that belongs to this process. */
function workerdPid(): number {
  for (const id of fs.readdirSync("/proc/self/task")) {
    for (const child of fs.readFileSync(`/proc/self/task/${id}/children`, "utf8").trim().split(" ")) {
      if (child !== "" && fs.readFileSync(`/proc/${child}/cmdline`, "utf8").includes("workerd")) return Number(child);
    }
  }
  throw new Error("workerd does not run");
}

try {
  const url = String(await miniflare.ready);
  const pid = workerdPid();
  const times = new Map(NAMES.map((name) => [name, { node: [] as number[], workerd: [] as number[] }]));
  for (let run = -1; run < runs; run++) {
    for (const name of NAMES) {
      for (let i = 0; i < (REPEATS[name] ?? 1); i++) {
        const inside = await timeInside(pid, () => fetch(`${url}${name}`));
        const empty = await timeInside(pid, () => fetch(url));
        const here = timeHere(name);
        // The first round warms both up.
        if (run < 0) continue;
        times.get(name)?.workerd.push(Math.max(0.1, inside - empty));
        times.get(name)?.node.push(here);
      }
    }
  }
  const rows = NAMES.map((name) => {
    const here = median(times.get(name)?.node ?? []);
    const inside = median(times.get(name)?.workerd ?? []);
    return { name, here, inside, ratio: inside / here };
  });
  const mean = geometricMean(rows.map(({ ratio }) => ratio));
  console.log(
    table(
      ["ms", "node", "workerd", "workerd / node"],
      [
        ...rows.map(({ name, here, inside, ratio }) => [name, here, inside, `${shown(ratio)} x`]),
        ["geomean", "", "", `${shown(mean)} x`],
      ],
    ),
  );
} finally {
  await miniflare.dispose();
  fs.rmSync(folder, { recursive: true, force: true });
}
