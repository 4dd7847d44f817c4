/** `basalt tools`: what scripts and packages offer to a model, as JSON. */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import {
  diagnose,
  formatDiagnostic,
  functionTool,
  isOffered,
  mcpTool,
  type Tool,
  toolNamesToSend,
  toolsOf,
} from "../../basic/index.ts";
import { EXIT, type ExitCode, UsageError } from "../exit.ts";
import { packagesOf, type ScriptPackage } from "../package-scripts.ts";

export const command = {
  summary: "shows the tools that scripts offer to a language model, as JSON",
  usage: "tools PATH [--format mcp|openai]",
  run,
};

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { format: { type: "string", default: "mcp" } },
  });
  const { format } = values;
  if (format !== "mcp" && format !== "openai") throw new UsageError(`--format takes mcp or openai, not "${format}"`);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError("name one script, folder or package");
  const packages = await packagesOf([path]);
  if (packages.length === 0) throw new UsageError(`there is no script (.bas) in ${path}`);
  const found = packages.map(offeredBy);
  const tools = found.flatMap((one) => one.tools);
  const names = toolNamesToSend(tools.map((tool) => tool.name));
  const define = format === "mcp" ? mcpTool : functionTool;
  const definitions = tools.map((tool, i) => define(tool, names.sent[i] ?? tool.name));
  process.stdout.write(`${JSON.stringify(definitions, null, 2)}\n`);
  if (definitions.length === 0) process.stderr.write(`${path} offers no tool.\n`);
  return found.some((one) => one.broken) ? EXIT.foundErrors : EXIT.done;
}

/** The tools of a package. What a script with errors would offer is left out, and the errors are told. */
function offeredBy({ root, scripts, names }: ScriptPackage): { tools: Tool[]; broken: boolean } {
  const tables = scripts.flatMap(({ source }) => tablesOf(source));
  const tools: Tool[] = [];
  let broken = false;
  for (const { file, name, source } of scripts) {
    const hash = createHash("sha256").update(source).digest("hex");
    const { program, diagnostics } = diagnose(source, file, hash, names ?? undefined);
    if (program === null) {
      broken = true;
      for (const found of diagnostics) {
        if (found.severity === "error") process.stderr.write(`${formatDiagnostic(found)}\n`);
      }
    } else if (isOffered(program, tables)) tools.push(...toolsOf(program, name));
    else if (root === null) process.stderr.write(`${file} is started by the product itself and offered to no model.\n`);
  }
  return { tools, broken };
}

/** Names of the tables that a script declares. */
function tablesOf(source: string): string[] {
  return [...source.matchAll(/^[ \t]*TABLE[ \t]+"?(\w{1,100})/gim)].map(([, name = ""]) => name);
}
