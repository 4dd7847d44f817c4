/** `basalt check`: every mistake of scripts and packages in one run, each with its place and how to mend it. */
import { parseArgs } from "node:util";
import { checkKnowledge } from "../../basic/check/knowledge.ts";
import { type Diagnostic, diagnose, formatDiagnostic, type Profile } from "../../basic/index.ts";
import { EXIT, type ExitCode, UsageError } from "../exit.ts";
import { packagesOf, type ScriptPackage } from "../package-scripts.ts";
import { PROFILE_FLAGS, profileOf } from "../profile-flags.ts";

export const command = {
  summary: "compiles scripts or packages and lists every mistake",
  usage: "check PATH... [--json] [--strict] [--classic | --ecma]",
  run,
};

/** Where the codes are explained, each in CODE.md, from the folder of the product. */
const PAGES = "docs/diagnostics";

const codesOf = (diagnostics: readonly Diagnostic[]): string[] =>
  [...new Set(diagnostics.map(({ code }) => code))].sort();

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      strict: { type: "boolean", default: false },
      ...PROFILE_FLAGS,
    },
  });
  if (positionals.length === 0) throw new UsageError("name at least one script or package");
  const packages = await packagesOf(positionals);
  const scripts = packages.flatMap((one) => one.scripts);
  if (scripts.length === 0) throw new UsageError(`there is no script (.bas) in ${positionals.join(", ")}`);
  const profile = profileOf(values);
  const diagnostics = packages.flatMap((one) => checkPackage(one, profile));
  // Strict: what would only be warned about stops the check, too.
  const errors = diagnostics.filter(
    (d) => d.severity === "error" || (values.strict && d.severity === "warning"),
  ).length;
  const warnings = diagnostics.filter((d) => d.severity === "warning").length;
  if (values.json) {
    const docs = Object.fromEntries(codesOf(diagnostics).map((code) => [code, `${PAGES}/${code}.md`]));
    const report = { files: scripts.length, errors, warnings, diagnostics: diagnostics.map(shown), docs };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else print(diagnostics, scripts.length, errors, warnings);
  return errors > 0 ? EXIT.foundErrors : EXIT.done;
}

/** Scripts of a package know each other's names and the package's knowledge. */
function checkPackage({ scripts, names, knowledge }: ScriptPackage, profile: Profile | null): Diagnostic[] {
  const inOrder = scripts.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return inOrder.flatMap(({ file, source }) => {
    const { script, diagnostics } = diagnose(source, file, "", names ?? undefined, { profile });
    return [...diagnostics, ...(knowledge ? checkKnowledge(script, knowledge) : [])];
  });
}

/** Exactly the fields that the contract names. */
function shown({ file, line, column, endLine, endColumn, severity, code, message, hint }: Diagnostic) {
  return { file, line, column, endLine, endColumn, severity, code, message, hint };
}

function print(diagnostics: Diagnostic[], files: number, errors: number, warnings: number): void {
  for (const diagnostic of diagnostics) process.stdout.write(`${formatDiagnostic(diagnostic)}\n`);
  process.stderr.write(`${count(files, "file")}: ${count(errors, "error")}, ${count(warnings, "warning")}\n`);
  if (diagnostics.length > 0)
    process.stderr.write(
      `Explained in ${PAGES}: ${codesOf(diagnostics)
        .map((code) => `${code}.md`)
        .join(", ")}\n`,
    );
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
