/** How long check, fmt and the language server take for a script of 600 lines in a process that is warm. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "../basic/format/format.ts";
import { diagnose, formatDiagnostic } from "../basic/index.ts";
import { analyse } from "../cli/lsp/analysis.ts";
import { median, table } from "./statistics.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const LINES = 600;
/** Times in ms; for `check` a bar of the project, for the others of orientation. */
const LIMITS = { check: 50, fmt: 100, "language server": 100 } as const;
const WARM_UP = 20;
const REPEATS = 5;

export interface ToolsReport {
  /** Median of one pass over the script, ms. */
  times: Record<keyof typeof LIMITS, { median: number; limit: number; met: boolean }>;
}

export function measureTools(runs: number, say: (line: string) => void): ToolsReport {
  const source = script();
  const [broken] = diagnose(source, "bench.bas").diagnostics.filter((d) => d.severity === "error");
  if (broken) throw new Error(`The script to be measured has an error: ${formatDiagnostic(broken)}`);
  const measured = (name: keyof typeof LIMITS, once: () => void) => {
    say(`tools: ${name}`);
    for (let i = 0; i < WARM_UP; i++) once();
    const times = Array.from({ length: runs * REPEATS }, () => {
      const start = performance.now();
      once();
      return performance.now() - start;
    });
    return { median: median(times), limit: LIMITS[name], met: median(times) <= LIMITS[name] };
  };
  return {
    times: {
      check: measured("check", () => diagnose(source, "bench.bas", "", ["start"])),
      fmt: measured("fmt", () => format(source)),
      "language server": measured("language server", () =>
        analyse(source, "bench.bas", { scripts: ["start"], knowledge: null }),
      ),
    },
  };
}

export function toolsTable({ times }: ToolsReport): string {
  return table(
    ["600 lines, warm", "median ms", "limit", "met"],
    Object.entries(times).map(([name, { median: time, limit, met }]) => [name, time, limit, met ? "yes" : "no"]),
  );
}

/** The example's dialogue over and over, its procedures and labels under new names each time. */
function script(): string {
  const text = fs.readFileSync(path.join(ROOT, "examples/helpdesk.gbai/helpdesk.gbdialog/start.bas"), "utf8");
  const own = [...text.matchAll(/^(?:SUB|FUNCTION)\s+(\w+)|^(\w+):/gim)].map(([, name, label]) => name ?? label ?? "");
  const lines: string[] = [];
  for (let copy = 1; lines.length < LINES; copy++) {
    const names = new RegExp(`\\b(${own.join("|")})\\b`, "g");
    lines.push(...(own.length > 0 ? text.replace(names, `$1_${copy}`) : text).split("\n"));
  }
  return lines.join("\n");
}
