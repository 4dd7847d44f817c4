/**
 * What a turn pays the language for besides running: the compiler on a script of 600 lines, and a snapshot of five frames
 * with fifty variables, taken and restored. Medians of batches, in a warm process, in µs of CPU time of this thread.
 *
 *   node bench/engine-costs.ts
 */
import { compile, createMachine, type Program, parse, restore } from "../basic/index.ts";
import { median } from "./statistics.ts";

const BATCHES = 15;

/** A script as people write them: questions, conditions, records, messages, some arithmetic. */
function longScript(): string {
  const block = (n: number) => [
    `HEAR answer${n} AS "yes", "no"`,
    `IF answer${n} = "yes" AND count < ${n * 3} THEN`,
    `  total = total + price * ${n} - ${n / 4}`,
    `  order = {id: ${n}, name: "item ${n}", price: total / 2}`,
    "  PUSH(orders, order)",
    `ELSEIF LEN(answer${n}) > 3 THEN`,
    `  TALK "Nothing for \${answer${n}}, " & FORMAT(total, "0.00")`,
    "END IF",
    `FOR i = 1 TO ${n}`,
    "  count = count + i MOD 7",
    "NEXT",
    `SET BOT MEMORY "seen${n}", count`,
  ];
  const blocks = Array.from({ length: 49 }, (_, n) => block(n + 1)).flat();
  return ["price = 3", "total = 0", "count = 0", "orders = []", ...blocks].slice(0, 600).join("\n");
}

/** Five frames: the script and four calls inside of each other; fifty variables of all plain kinds. */
function parkedScript(): string {
  const variables = Array.from({ length: 42 }, (_, i) =>
    i % 3 === 0 ? `v${i} = ${i * 17}` : i % 3 === 1 ? `v${i} = "value ${i}"` : `v${i} = ${i} / 8`,
  );
  const calls = [1, 2, 3, 4].map((n) => [
    `FUNCTION f${n}(x, y)`,
    n === 4 ? "HEAR answer" : `RETURN f${n + 1}(x + 1, y)`,
    ...(n === 4 ? ["RETURN x & y & answer"] : []),
    "END FUNCTION",
  ]);
  return [...variables, ...calls.flat(), 'TALK f1(1, "y")'].join("\n");
}

function made(source: string): Program {
  const { program, diagnostics } = compile(parse(source, "cost.bas").script, { hash: "0".repeat(64) });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  return program;
}

/** µs of one call. */
function cost(rounds: number, work: () => void): number {
  for (let i = 0; i < rounds; i++) work();
  const times = Array.from({ length: BATCHES }, () => {
    const before = process.threadCpuUsage();
    const start = performance.now();
    for (let i = 0; i < rounds; i++) work();
    const wall = performance.now() - start;
    const used = process.threadCpuUsage(before);
    // The CPU clock counts in ms: where the machine is idle, the wall is finer.
    return Math.min(wall * 1000, used.user + used.system || Number.POSITIVE_INFINITY) / rounds;
  });
  return median(times);
}

const long = longScript();
const lines = long.split("\n").length;
const tree = parse(long, "cost.bas").script;
const program = made(parkedScript());
const options = { seed: 1, timeZone: "UTC", locale: "en" };
const machine = createMachine(program, options);
const outcome = machine.run(0, 1_000_000);
if (outcome.kind !== "hear") throw new Error(`The script does not wait: ${JSON.stringify(outcome)}`);
const bytes = machine.snapshot();

console.table({
  [`parse ${lines} lines`]: { µs: cost(40, () => parse(long, "cost.bas")) },
  [`compile ${lines} lines`]: { µs: cost(40, () => compile(tree, { hash: "0" })) },
  "the same without plain numbers": { µs: cost(40, () => compile(tree, { hash: "0", plainNumbers: false })) },
  [`snapshot, ${bytes.length} bytes`]: { µs: cost(2000, () => machine.snapshot()) },
  restore: { µs: cost(2000, () => restore(program, bytes)) },
});
