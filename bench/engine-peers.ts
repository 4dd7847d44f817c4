/**
 * The interpreter against others on the same seven computations (bench/programs and bench/programs/peers), in alternation.
 *
 * Ours is timed by bench/engine.ts: CPU time of the warm machine, with the counting of steps and memory on. Peers are
 * whole processes: their CPU time less that of an empty program. Every printed number is compared before a time counts.
 */
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { geometricMean, median, shown, table } from "./statistics.ts";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PROGRAMS = path.join(HERE, "programs/peers");
const RUN_LIMIT_MS = 300_000;
/** A measurement repeats a short program until about this much time has passed, for the clock counts in ms. */
const MEASURED_MS = 100;
const MAX_REPEATS = 20;

/** What every version of a program prints. */
const EXPECTED: Readonly<Record<string, number>> = {
  loop: 1_000_000,
  fib: 196_418,
  sieve: 78_498,
  mandel: 807_808,
  str: 7_692,
  rec: 15_950_000,
  queens: 460,
};

interface Peer {
  name: string;
  suffix: string;
  /** Program and leading arguments, the first that exists of each list. */
  programs: readonly string[];
  args: readonly string[];
  empty: string;
  package: string;
  /** We are to be at least so many times as fast, by the geometric mean (docs/architecture.md 6). */
  bar: number | null;
}

// The system's python3 before one behind a version manager's shell script, whose start-up time scatters.
const PEERS: readonly Peer[] = [
  { name: "yabasic", suffix: "yab", programs: ["yabasic"], args: [], empty: "x=1\n", package: "yabasic", bar: 6 },
  {
    name: "brandy",
    suffix: "bbc",
    programs: ["brandy"],
    args: ["-quit"],
    empty: "10 QUIT\n",
    package: "brandy",
    bar: 3,
  },
  {
    name: "python3",
    suffix: "py",
    programs: ["/usr/bin/python3", "python3"],
    args: [],
    empty: "",
    package: "python3",
    bar: 1.3,
  },
  { name: "lua5.4", suffix: "lua", programs: ["lua5.4"], args: [], empty: "", package: "lua5.4", bar: null },
];
/** Lua's bar is on integer and call work only. */
const LUA_BAR = { programs: ["loop", "fib", "sieve"], times: 2.2 } as const;

export interface EngineReport {
  /** ms per program: "basalt" and every peer that is installed. */
  ms: Record<string, Record<string, number>>;
  peers: {
    name: string;
    version: string;
    ratios: Record<string, number>;
    geomean: number;
    bar: string;
    met: boolean;
  }[];
  absent: { name: string; install: string }[];
}

/** `ratios`: a peer's time divided by ours; above 1 we are faster. */
export async function measureEngine(runs: number, say: (line: string) => void): Promise<EngineReport> {
  const present = PEERS.flatMap((peer) => {
    const program = peer.programs.find(isInstalled);
    return program === undefined ? [] : [{ ...peer, program }];
  });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-bench-"));
  try {
    const times = new Map<string, number[]>();
    const note = (who: string, program: string, ms: number): void => {
      const key = `${who} ${program}`;
      times.set(key, [...(times.get(key) ?? []), ms]);
    };
    for (let run = 0; run < runs; run += 1) {
      say(`engine: run ${run + 1} of ${runs}`);
      for (const [program, ms] of await timeOurs()) note("basalt", program, ms);
      for (const peer of present) {
        const start = await timePeer(peer, emptyProgram(peer, folder), folder, null);
        for (const [program, expected] of Object.entries(EXPECTED)) {
          const file = path.join(PROGRAMS, `${program}.${peer.suffix}`);
          // A program as short as the noise of the start-up counts as the clock's least step, not as nothing.
          note(peer.name, program, Math.max(1, (await timePeer(peer, file, folder, expected)) - start));
        }
      }
    }
    return reportOf(times, present);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

export function engineTable(report: EngineReport): string {
  const names = ["basalt", ...report.peers.map((peer) => peer.name)];
  const rows = Object.keys(EXPECTED).map((program) => [
    program,
    ...names.map((name) => report.ms[name]?.[program] ?? null),
    ...report.peers.map((peer) => `${shown(peer.ratios[program] ?? null)} x`),
  ]);
  const means = ["geomean", ...names.map(() => ""), ...report.peers.map((peer) => `${shown(peer.geomean)} x`)];
  const bars = [
    "bar",
    ...names.map(() => ""),
    ...report.peers.map((peer) => `${peer.bar} ${peer.met ? "met" : "not met"}`),
  ];
  const head = ["ms of CPU", ...names, ...report.peers.map((peer) => `/ ${peer.name}`)];
  const absent = report.absent.map(({ name, install }) => `  ${name} is not installed and was left out: ${install}`);
  return [table(head, [...rows, means, bars]), ...absent].join("\n");
}

function reportOf(
  times: ReadonlyMap<string, number[]>,
  present: readonly (Peer & { program: string })[],
): EngineReport {
  const of = (who: string): Record<string, number> =>
    Object.fromEntries(Object.keys(EXPECTED).map((program) => [program, median(times.get(`${who} ${program}`) ?? [])]));
  const ours = of("basalt");
  const ms: EngineReport["ms"] = { basalt: ours };
  const peers = present.map((peer) => {
    const theirs = of(peer.name);
    ms[peer.name] = theirs;
    const ratios = Object.fromEntries(
      Object.keys(EXPECTED).map((program) => [
        program,
        (theirs[program] ?? Number.NaN) / (ours[program] ?? Number.NaN),
      ]),
    );
    const geomean = geometricMean(Object.values(ratios));
    const version = versionOf(peer.program);
    if (peer.bar !== null) {
      return { name: peer.name, version, ratios, geomean, bar: `>= ${peer.bar} x`, met: geomean >= peer.bar };
    }
    const met = LUA_BAR.programs.every((program) => (ratios[program] ?? 0) >= 1 / LUA_BAR.times);
    const bar = `>= ${shown(1 / LUA_BAR.times)} x on ${LUA_BAR.programs.join(", ")}`;
    return { name: peer.name, version, ratios, geomean, bar, met };
  });
  const absent = PEERS.filter((peer) => !present.some(({ name }) => name === peer.name)).map((peer) => ({
    name: peer.name,
    install: `apt-get install ${peer.package}`,
  }));
  return { ms, peers, absent };
}

const engineResults = z.object({ results: z.array(z.object({ program: z.string(), median: z.number() })) });

/** In a process of its own, as the peers are. */
async function timeOurs(): Promise<[string, number][]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(HERE, "engine.ts"), "--runs", "3", "--json"],
    { timeout: RUN_LIMIT_MS },
  );
  return engineResults.parse(JSON.parse(stdout)).results.map(({ program, median }) => [program, median]);
}

/** CPU time of one run of a file, ms. Throws when it prints another number than `expected`. */
async function timePeer(
  peer: Peer & { program: string },
  file: string,
  folder: string,
  expected: number | null,
): Promise<number> {
  const once = await runRepeatedly(peer, file, folder, 1, expected);
  if (once >= MEASURED_MS) return once;
  const repeats = Math.min(MAX_REPEATS, Math.ceil(MEASURED_MS / Math.max(once, 1)));
  return runRepeatedly(peer, file, folder, repeats, expected);
}

async function runRepeatedly(
  peer: Peer & { program: string },
  file: string,
  folder: string,
  repeats: number,
  expected: number | null,
): Promise<number> {
  // bash tells a child's CPU time to the ms; Node does not tell that of its children at all.
  const script = `TIMEFORMAT="%3U %3S"; repeats=$1; shift
    time (for ((i = 0; i < repeats; i++)); do "$@" 2>/dev/null || exit 1; done)`;
  const { stdout, stderr } = await promisify(execFile)(
    "bash",
    ["-c", script, "bash", String(repeats), peer.program, ...peer.args, file],
    // brandy draws to a window where it finds one, and to the terminal otherwise.
    { cwd: folder, timeout: RUN_LIMIT_MS, env: { ...process.env, SDL_VIDEODRIVER: "dummy" } },
  );
  if (expected !== null) {
    const result = peer.suffix === "bbc" ? fs.readFileSync(path.join(folder, "result"), "latin1") : stdout;
    const printed = result.trim().split(/\s+/);
    if (printed.length === 0 || printed.some((text) => Number(text) !== expected))
      throw new Error(`${peer.name} ${path.basename(file)} printed ${result.slice(0, 100)}, not ${expected}`);
    fs.rmSync(path.join(folder, "result"), { force: true });
  }
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(/\s+/).slice(-2).map(Number);
  return ((user + system) * 1000) / repeats;
}

function emptyProgram(peer: Peer, folder: string): string {
  const file = path.join(folder, `empty.${peer.suffix}`);
  fs.writeFileSync(file, peer.empty);
  return file;
}

function isInstalled(program: string): boolean {
  if (path.isAbsolute(program)) return fs.existsSync(program);
  return (process.env["PATH"] ?? "").split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, program)));
}

/** The first line that a program says about itself; the package's version where it says nothing. */
function versionOf(program: string): string {
  if (!/python|lua/.test(program)) {
    try {
      return execFileSync("dpkg-query", ["-W", "-f", "${Version}", path.basename(program)], {
        encoding: "utf8",
      }).trim();
    } catch {
      return "";
    }
  }
  return execFileSync(program, [program.includes("lua") ? "-v" : "--version"], { encoding: "utf8" })
    .trim()
    .slice(0, 60);
}
