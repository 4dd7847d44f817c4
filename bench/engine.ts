/**
 * Times the interpreter on the seven programs of bench/programs: medians of n runs after one warm-up, in ms of CPU time
 * (of this thread, so that a busy machine does not blur them), with step and memory accounting on and the limits lifted. Each result is compared with the number that the program must print.
 *
 *   node bench/engine.ts [--runs 5] [--json] [--only fib,loop]
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compile, createMachine, type Program, parse } from "../basic/index.ts";

const PROGRAMS: Readonly<Record<string, number>> = {
  loop: 1_000_000,
  fib: 196_418,
  sieve: 78_498,
  mandel: 807_808,
  str: 7692,
  rec: 15_950_000,
  queens: 460,
};

/** The CPU clock counts in steps of some ms, so a measurement repeats a short program for about this long, as the peers' do. */
const MEASURED_MS = 100;
const MAX_REPEATS = 20;

export interface EngineResult {
  program: string;
  /** Median, lowest and highest in ms. */
  median: number;
  lowest: number;
  highest: number;
}

function load(name: string): Program {
  const source = readFileSync(new URL(`programs/${name}.bas`, import.meta.url), "utf8");
  const { script } = parse(source, `${name}.bas`);
  const { program, diagnostics } = compile(script, { hash: name });
  if (!program) throw new Error(`${name}: ${diagnostics.map((d) => d.message).join("; ")}`);
  return program;
}

/** One run, in ms; throws when the program says another number than it must. */
function time(program: Program, expected: number): number {
  const limits = {
    maxSteps: Number.POSITIVE_INFINITY,
    // Not infinite: rounds are counted as in production.
    maxLoopIterations: 1e12,
    maxJumps: Number.POSITIVE_INFINITY,
    maxMemory: 2 ** 31,
  };
  const start = process.threadCpuUsage();
  const machine = createMachine(program, { seed: 1, timeZone: "UTC", locale: "en", limits });
  const outcome = machine.run(0, Number.POSITIVE_INFINITY);
  const used = process.threadCpuUsage(start);
  const ms = (used.user + used.system) / 1000;
  const said =
    outcome.kind === "effect" && Array.isArray(outcome.effect.args["text"]) ? outcome.effect.args["text"][0] : null;
  if (said !== expected) throw new Error(`${program.name} said ${JSON.stringify(outcome)}, not ${expected}`);
  return ms;
}

/** Every program is run once before any is timed, so that the machine's types are as mixed as in production. */
export function measure(names: readonly string[], runs: number): EngineResult[] {
  const programs = names.map((name) => ({ name, program: load(name), expected: PROGRAMS[name] ?? Number.NaN }));
  const repeats = new Map(
    programs.map(({ name, program, expected }) => {
      const once = Math.max(1, time(program, expected));
      return [name, Math.min(MAX_REPEATS, Math.ceil(MEASURED_MS / once))];
    }),
  );
  return programs.map(({ name, program, expected }) => {
    const often = repeats.get(name) ?? 1;
    const average = () => Array.from({ length: often }, () => time(program, expected)).reduce((a, b) => a + b) / often;
    const times = Array.from({ length: runs }, average).sort((a, b) => a - b);
    const round = (ms = Number.NaN) => Math.round(ms * 100) / 100;
    return {
      program: name,
      median: round(times[times.length >> 1]),
      lowest: round(times[0]),
      highest: round(times.at(-1)),
    };
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
      only: { type: "string" },
    },
  });
  const names = values.only ? values.only.split(",") : Object.keys(PROGRAMS);
  const results = measure(names, Math.min(100, Math.max(1, Number(values.runs) || 5)));
  if (values.json) console.log(JSON.stringify({ unit: "ms", results }, null, 2));
  else console.table(Object.fromEntries(results.map(({ program, ...times }) => [program, times])));
}
