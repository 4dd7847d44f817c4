/**
 * `npm run bench`: measures what docs/architecture.md 6 promises, several runs each, and gives medians as a table for
 * people and as JSON for programs. docs/benchmarks.md says how to read it.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type DataReport, dataTable, measureData } from "./data/measure.ts";
import { measurePublish, type PublishTimes, publishTable } from "./data/publish.ts";
import { type EngineReport, engineTable, measureEngine } from "./engine-peers.ts";
import { type LlmReport, llmTable, measureLlm } from "./llm/measure.ts";
import { measureRetrieval, type RetrievalReport, retrievalTable } from "./retrieval/measure.ts";
import { measureSize, type SizeReport, sizeTable } from "./size.ts";
import { measureTools, type ToolsReport, toolsTable } from "./tools.ts";
import { measureTurns, type TurnsReport, turnsTable } from "./turns/measure.ts";

const PARTS = ["turns", "engine", "tools", "size", "retrieval", "data", "llm"] as const;
type Part = (typeof PARTS)[number];

const USAGE = `Usage: npm run bench -- [turns] [engine] [tools] [size] [retrieval] [data] [llm] [--runs N] [--seconds N] [--json]

Without a name all are measured.

  --runs N      runs of each measurement, of which the median is shown (1 to 50; default 5)
  --seconds N   length of one run of turns (1 to 60; default 5)
  --json        the report on stdout in place of the tables; otherwise it is written to bench/results/latest.json
`;
const RESULTS = path.join(path.dirname(fileURLToPath(import.meta.url)), "results/latest.json");

/** Times in ms, sizes in bytes, rates per second. */
interface Report {
  at: string;
  machine: { processor: string; cores: number; node: string; load: { before: number; after: number } };
  runs: number;
  turns?: TurnsReport;
  engine?: EngineReport;
  tools?: ToolsReport;
  size?: SizeReport;
  data?: DataReport;
  publish?: PublishTimes;
  retrieval?: RetrievalReport;
  llm?: LlmReport;
}

interface Plan {
  parts: readonly Part[];
  runs: number;
  seconds: number;
  json: boolean;
}

class WrongUse extends Error {}

/** Undefined when help was asked for. */
function readPlan(args: string[]): Plan | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runs: { type: "string", default: "5" },
      seconds: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const parts = positionals.map((name) => {
    const part = PARTS.find((known) => known === name);
    if (part === undefined) throw new WrongUse(`There is no measurement "${name}"; there are ${PARTS.join(", ")}.`);
    return part;
  });
  return {
    parts: parts.length === 0 ? PARTS : PARTS.filter((part) => parts.includes(part)),
    runs: wholeNumber("--runs", values.runs, 50),
    seconds: wholeNumber("--seconds", values.seconds, 60),
    json: values.json,
  };
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw new WrongUse(`${option} takes a whole number from 1 to ${most}, not "${text}".`);
  return value;
}

async function measure({ parts, runs, seconds }: Plan): Promise<Report> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const load = (): number => Math.round((os.loadavg()[0] ?? 0) * 100) / 100;
  const report: Report = {
    at: new Date().toISOString(),
    machine: {
      processor: os.cpus()[0]?.model.trim() ?? "unknown",
      cores: os.availableParallelism(),
      node: process.version,
      load: { before: load(), after: 0 },
    },
    runs,
  };
  if (parts.includes("turns")) report.turns = await measureTurns(runs, seconds, say);
  if (parts.includes("engine")) report.engine = await measureEngine(runs, say);
  if (parts.includes("tools")) report.tools = measureTools(runs, say);
  if (parts.includes("data")) {
    report.data = measureData(runs, say);
    report.publish = await measurePublish(runs, say);
  }
  if (parts.includes("size")) report.size = await measureSize(runs, say);
  if (parts.includes("retrieval")) report.retrieval = await measureRetrieval(runs, say);
  if (parts.includes("llm")) report.llm = await measureLlm(runs, say);
  report.machine.load.after = load();
  return report;
}

function print({ machine, runs, turns, engine, tools, size, retrieval, data, publish, llm }: Report): void {
  const { processor, cores, load } = machine;
  const lines = [
    `Medians of ${runs} run${runs === 1 ? "" : "s"} on ${cores} cores of ${processor}, load ${load.before} before and ${load.after} after.`,
  ];
  if (turns) lines.push("", "A turn against an object that makes one insert and answers", turnsTable(turns));
  if (engine) lines.push("", "The interpreter; a ratio above 1 means that it is faster", engineTable(engine));
  if (tools) lines.push("", "Tools for scripts", toolsTable(tools));
  if (data) lines.push("", "A bot's tables against plain SQLite in the same process", dataTable(data));
  if (publish) lines.push("", "Publishing and reloading against the size of a package", publishTable(publish));
  if (size) lines.push("", "Size and start", sizeTable(size));
  if (retrieval) lines.push("", "Retrieval: 330 questions over 2,000 passages, and times", retrievalTable(retrieval));
  if (llm) lines.push("", "A language model through a bot against the same provider directly", llmTable(llm));
  process.stdout.write(`${lines.join("\n")}\n`);
}

async function main(): Promise<void> {
  const plan = readPlan(process.argv.slice(2));
  if (plan === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  const report = await measure(plan);
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (plan.json) {
    process.stdout.write(json);
    return;
  }
  print(report);
  fs.mkdirSync(path.dirname(RESULTS), { recursive: true });
  fs.writeFileSync(RESULTS, json);
  process.stderr.write(`\nThe figures are in ${path.relative(process.cwd(), RESULTS)}.\n`);
}

// Leaving by the front door: workerd and the temporary folders are ended and removed when the process exits.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
try {
  await main();
} catch (error) {
  const wrongUse =
    error instanceof WrongUse ||
    (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  if (!wrongUse) throw error;
  process.stderr.write(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
