/** `basalt fmt`: writes scripts in their canonical form, or says which are not in it. */
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { format } from "../../basic/format/format.ts";
import { isSameProgram } from "../../basic/format/same-program.ts";
import { EXIT, type ExitCode, UsageError } from "../exit.ts";
import { scriptsOf } from "../scripts-of.ts";

export const command = {
  summary: "formats scripts; --check only says which would change",
  usage: "fmt PATH... [--check]",
  run,
};

/** What is larger is no script (the parser refuses it), and stays as it is. */
const MAX_BYTES = 4_000_000;

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { check: { type: "boolean", default: false } },
  });
  if (positionals.length === 0) throw new UsageError("name at least one script or package");
  const files = new Set((await Promise.all(positionals.map(scriptsOf))).flat().map(({ file }) => file));
  if (files.size === 0) throw new UsageError(`there is no script (.bas) in ${positionals.join(", ")}`);
  let changed = 0;
  let failed = 0;
  for (const file of files) {
    const outcome = await formatFile(file, values.check);
    if (outcome === "changed") {
      changed++;
      process.stdout.write(`${file}\n`);
    } else if (outcome !== "same") {
      failed++;
      process.stderr.write(`${file}: ${outcome.problem}\n`);
    }
  }
  const what = values.check ? "to be formatted" : "formatted";
  process.stderr.write(`${files.size} ${files.size === 1 ? "file" : "files"}: ${changed} ${what}\n`);
  return failed > 0 || (values.check && changed > 0) ? EXIT.foundErrors : EXIT.done;
}

async function formatFile(file: string, isCheck: boolean): Promise<"same" | "changed" | { problem: string }> {
  const { size, mode } = await stat(file);
  if (size > MAX_BYTES)
    return { problem: `the script is larger than ${MAX_BYTES / 1_000_000} MB and stays as it is; split it` };
  const source = decoded(await readFile(file));
  if (source === null) return { problem: "the file is not UTF-8 and stays as it is; save it as UTF-8" };
  const text = format(source);
  if (text === source) return "same";
  if (!isSameProgram(source, text))
    return { problem: "formatting would change what the script does; it stays as it is" };
  if (!isCheck) await replace(file, text, mode);
  return "changed";
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** In one step, so that a kill leaves the old text or the new one. */
async function replace(file: string, text: string, mode: number): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text, { mode });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
